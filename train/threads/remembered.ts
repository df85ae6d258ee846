/**
 * What was measured on this machine before: a file for each kind of step in `.kiln/cache/threads/`. Delete the folder to
 * measure again.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { hasCode } from "../../core/errors.js";
import type { Tensors } from "../../core/tensor.js";
import { TFJS_NODE_VERSION } from "../../trace/tensorflow.js";
import { writePassingJson } from "../run/files.js";
import type { StepMode } from "../stepper.js";
import type { Trial } from "./measure.js";
import { usableCores } from "./processor.js";

const rememberedSchema = z.object({
  formatVersion: z.literal(1),
  /** What the figures hold for, in words; the file's name is a hash of it. */
  step: z.string(),
  trials: z.array(z.object({ threads: z.int().positive(), ms: z.number().positive() })).min(1),
});

/** Everything that the best number of threads depends on. */
export interface StepKind {
  readonly model: string;
  readonly mode: StepMode;
  readonly oneDnn: boolean;
  /** Arrays of one step: their shapes say batch size and network without knowing either. */
  readonly batch: Tensors;
  readonly weights: Tensors;
}

/** Where the figures of a kind of step are kept, and what they hold for. */
export function placeOf(cache: string, kind: StepKind): { file: string; step: string } {
  const machine = `${cpus()[0]?.model.trim() ?? "unknown"}, ${usableCores()} cores, tfjs-node ${TFJS_NODE_VERSION}`;
  const settings = `${kind.model}, ${kind.mode}, oneDnn ${kind.oneDnn ? "on" : "off"}`;
  const step = `${settings}; ${machine}; batch ${shapesOf(kind.batch)}; weights ${shapesOf(kind.weights)}`;
  const hash = createHash("sha256").update(step).digest("hex").slice(0, 16);
  return { file: join(cache, "threads", `${kind.model}-${hash}.json`), step };
}

/** What was measured before; undefined when nothing was, or the file is damaged: then it is measured again. */
export function recall(file: string): readonly Trial[] | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const parsed = rememberedSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return parsed.success ? parsed.data.trials : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, "ENOENT", "EISDIR")) return undefined;
    throw error;
  }
}

/** Keeps what was measured. @throws FailedError when the disk refuses. */
export function remember({ file, step }: { file: string; step: string }, trials: readonly Trial[]): void {
  mkdirSync(join(file, ".."), { recursive: true });
  writePassingJson(file, { formatVersion: 1, step, trials });
}

function shapesOf(tensors: Tensors): string {
  return Object.entries(tensors)
    .map(([name, { type, dims }]) => `${name} ${type} [${dims.join(", ")}]`)
    .join(", ");
}
