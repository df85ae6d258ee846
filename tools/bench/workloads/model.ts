/** What the bench has to know about a model beside its recipe. */
import type { Tensors } from "../../../core/tensor.js";
import type { TF } from "../../../trace/tensorflow.js";
import type { AnyRecipe, Forward, TrainingData } from "../../../train/recipe.js";
import type { BenchModelName } from "./job.js";

/** A model as the bench sees it. `Settings` and `Data` are its recipe's. */
export interface BenchModel<Settings, Data extends TrainingData> {
  readonly recipe: AnyRecipe;
  /** Writes the training examples into a job's folder, in the order of their indices. */
  writeTraining(data: Data, settings: Settings, folder: string): Promise<void>;
  /** Validation examples, with every random number that the validation loss needs. */
  validation(data: Data, settings: Settings, seed: number): Promise<Tensors>;
  /** One row for each validation example, of whatever `lossOf` needs. */
  forward(tf: TF, settings: Settings): Forward;
  /** The validation loss from all rows. */
  lossOf(settings: Settings, outputs: Tensors, validation: Tensors): number;
}

// biome-ignore lint/suspicious/noExplicitAny: as in a registry of recipes, settings and data are each model's own.
export type AnyBenchModel = BenchModel<any, any>;

/** The model of a job; the other one's code is not loaded. */
export async function benchModel(name: BenchModelName): Promise<AnyBenchModel> {
  if (name === "trend") return (await import("./trend.js")).trendBench;
  return (await import("./faces.js")).facesBench;
}
