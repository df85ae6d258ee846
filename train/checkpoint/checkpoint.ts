/**
 * A checkpoint: all that the future of a training depends on. Tensors are `weights/…`, `optimizer/…` and `best/…`; the
 * rest is JSON in the file's metadata. A SHA-256 over the tensors' bytes tells a file with a flipped bit from a good one.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { FailedError, InputError } from "../../core/errors.js";
import { parseJsonAs } from "../../core/json.js";
import { decodeSafetensors, encodeSafetensors } from "../../core/safetensors.js";
import type { Tensors } from "../../core/tensor.js";

const randomStateSchema = z.object({
  words: z.tuple([z.int(), z.int(), z.int(), z.int()]).readonly(),
  spare: z.number().nullable(),
});

const sumsSchema = z.object({ count: z.int().nonnegative(), sums: z.record(z.string(), z.number()) });

/** Everything but the tensors. */
const progressSchema = z.object({
  formatVersion: z.literal(1),
  model: z.string(),
  /** Steps done. */
  step: z.int().nonnegative(),
  /** Whole epochs done. */
  epoch: z.int().nonnegative(),
  /** Batches done in the epoch that has begun. */
  position: z.int().nonnegative(),
  /** The stream of orders as it was before it drew the order of the epoch that has begun. */
  order: randomStateSchema,
  /** The stream of a step's random inputs. */
  noise: randomStateSchema,
  /** Sums of the step metrics since the last line of the log, and since the epoch began. */
  interval: sumsSchema,
  running: sumsSchema,
  plateau: z.object({
    multiplier: z.number().positive(),
    sinceBetter: z.int().nonnegative(),
    sinceReduced: z.int().nonnegative(),
  }),
  /** The best score so far, and when it was reached. */
  best: z.object({ score: z.number(), step: z.int(), epoch: z.int() }).nullable(),
  /** True when the last epoch is done, or early stopping has decided so. */
  complete: z.boolean(),
  /** Length of metrics.jsonl; lines after it belong to a future that never was. */
  metricsBytes: z.int().nonnegative(),
  /** Seconds spent training, all sessions together. Nothing depends on it. */
  seconds: z.number().nonnegative(),
});

export type Progress = z.infer<typeof progressSchema>;
/** Metric sums; see `progressSchema`. */
export type Sums = z.infer<typeof sumsSchema>;

/** What a checkpoint holds; `best` is empty until the first evaluation. */
export interface Checkpoint {
  readonly progress: Progress;
  readonly weights: Tensors;
  readonly optimizer: Tensors;
  readonly best: Tensors;
}

const groups = ["weights", "optimizer", "best"] as const;

/** A state with something in it that is no number. */
export class NonFiniteError extends FailedError {}

/**
 * The bytes of a checkpoint, in parts.
 *
 * @throws NonFiniteError when a weight is not finite: such a state must never replace a good one.
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array[] {
  const tensors: Record<string, Tensors[string]> = {};
  for (const group of groups) {
    for (const [name, tensor] of Object.entries(checkpoint[group])) tensors[`${group}/${name}`] = tensor;
  }
  for (const [name, tensor] of Object.entries(tensors)) refuseNonFinite(name, tensor.data, checkpoint.progress.step);
  const metadata = { kiln: JSON.stringify(checkpoint.progress), sha256: hashOf(tensors) };
  return encodeSafetensors({ tensors, metadata });
}

/**
 * Reads a checkpoint.
 *
 * @throws InputError saying what is wrong with the file.
 */
export function decodeCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes, file);
  if (metadata.sha256 !== hashOf(tensors)) {
    throw new InputError("its data do not match its checksum", { where: { file } });
  }
  const progress = parseJsonAs(progressSchema, metadata.kiln ?? "", "checkpoint", file);
  const parts: Record<(typeof groups)[number], Record<string, Tensors[string]>> = {
    weights: {},
    optimizer: {},
    best: {},
  };
  for (const [path, tensor] of Object.entries(tensors)) {
    const group = groups.find((candidate) => path.startsWith(`${candidate}/`));
    if (group === undefined) throw new InputError(`holds an unknown tensor "${path}"`, { where: { file } });
    parts[group][path.slice(group.length + 1)] = tensor;
  }
  return { progress, ...parts };
}

/** Over names and bytes, in the order of the names, whatever order the file has. */
function hashOf(tensors: Tensors): string {
  const hash = createHash("sha256");
  for (const name of Object.keys(tensors).sort()) {
    const { buffer, byteOffset, byteLength } = (tensors[name] as Tensors[string]).data;
    hash.update(`${name}\0${byteLength}\0`).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}

function refuseNonFinite(name: string, data: ArrayLike<number>, step: number): void {
  for (let i = 0; i < data.length; i++) {
    if (Number.isFinite(data[i])) continue;
    throw new NonFiniteError(`${name} became ${data[i]} at step ${step}`, {
      next: "Training diverged: lower learningRate. The last good checkpoint is kept.",
    });
  }
}
