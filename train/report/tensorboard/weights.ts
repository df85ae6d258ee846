/** Weights of a checkpoint, for histograms. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../../core/errors.js";
import { decodeSafetensors } from "../../../core/safetensors.js";

/** The weights after a step. */
export interface StepWeights {
  readonly step: number;
  readonly weights: Readonly<Record<string, Float32Array>>;
}

/** How a checkpoint names its weights, among the state of the optimizer. */
const PREFIX = "weights/";

/** All checkpoints that a run has kept, oldest first; a damaged one is left out and told of in `notes`. */
export function readWeights(run: string, notes: string[]): StepWeights[] {
  const folder = join(run, "checkpoints");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const step = /^step-(\d+)\.safetensors$/.exec(name)?.[1];
      if (step === undefined) return [];
      const weights = weightsOf(join(folder, name));
      if (weights === null) notes.push(`checkpoints/${name} is damaged: no histograms of it`);
      return weights === null ? [] : [{ step: Number(step), weights }];
    });
}

/** The weights of a checkpoint, or null when it is damaged. */
function weightsOf(path: string): Record<string, Float32Array> | null {
  try {
    const { tensors } = decodeSafetensors(readFileSync(path), path);
    const found: Record<string, Float32Array> = {};
    for (const [name, tensor] of Object.entries(tensors)) {
      if (name.startsWith(PREFIX) && tensor.type === "float32") found[name.slice(PREFIX.length)] = tensor.data;
    }
    return found;
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
