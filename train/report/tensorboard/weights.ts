/** Weights of a checkpoint, for histograms: a safetensors file (https://huggingface.co/docs/safetensors). */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** The weights after a step. */
export interface StepWeights {
  readonly step: number;
  readonly weights: Readonly<Record<string, Float32Array>>;
}

const tensorSchema = z.object({ dtype: z.string(), data_offsets: z.tuple([z.int(), z.int()]) });

/** All checkpoints that a run has kept, oldest first; a damaged one is left out and told of in `notes`. */
export function readWeights(run: string, notes: string[]): StepWeights[] {
  const folder = join(run, "checkpoints");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const step = /^step-(\d+)\.safetensors$/.exec(name)?.[1];
      if (step === undefined) return [];
      const weights = weightsOf(readFileSync(join(folder, name)));
      if (weights === null) notes.push(`checkpoints/${name} is damaged: no histograms of it`);
      return weights === null ? [] : [{ step: Number(step), weights }];
    });
}

function weightsOf(bytes: Buffer): Record<string, Float32Array> | null {
  if (bytes.byteLength < 8) return null;
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  if (start > bytes.byteLength) return null;
  try {
    const header = JSON.parse(bytes.subarray(8, start).toString("utf8")) as Record<string, unknown>;
    const found: Record<string, Float32Array> = {};
    for (const [name, entry] of Object.entries(header)) {
      if (!name.startsWith("weights/")) continue;
      const { dtype, data_offsets } = tensorSchema.parse(entry);
      const [from, to] = data_offsets;
      if (dtype !== "F32") continue;
      if (start + to > bytes.byteLength) return null;
      // A copy: the file's bytes need not lie where a float32 may.
      const copy = Uint8Array.prototype.slice.call(bytes, start + from, start + to);
      found[name.slice("weights/".length)] = new Float32Array(copy.buffer, 0, (to - from) / 4);
    }
    return found;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}
