/**
 * The border between `train/` and `export/`: the folder `inference/` of a run directory. Training writes it from the best
 * checkpoint; export reads it and knows nothing of networks.
 *
 *     inference/inference.json          this file
 *     inference/<graph>/model.json      the graph as a tfjs graph-model (node names carry scopes: gru/step3/MatMul)
 *     inference/<graph>/weights.bin
 *     inference/<graph>/golden.json     see golden.ts; all rows
 */
import { z } from "zod";
import { readContractSchema } from "./read-contract.js";

/** Which data a model was trained on. `simulated` follows the model to every answer and picture made with it. */
export const dataSummarySchema = z.object({
  /** "embedded epidemics, seed 1", or the file's name. */
  source: z.string(),
  simulated: z.boolean(),
  /** SHA-256 of the data as it was read, in hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** What the loader counted: rows, countries, pictures, corrections. */
  counts: z.record(z.string(), z.number()),
});

/** What the manifest and the model card say about the training. */
export const trainingSummarySchema = z.object({
  run: z.string(),
  preset: z.string(),
  seed: z.int(),
  steps: z.int(),
  epochs: z.number(),
  finished: z.boolean(),
  /** What the recipe was set to, for repeating the evaluation; older versions lack it. */
  settings: z.record(z.string(), z.json()).optional(),
  /** True when it was trained on the embedded data, which come from the seed; older versions lack it. */
  embedded: z.boolean().optional(),
  data: dataSummarySchema,
  /** Final figures by name, each with its split in it: `test.accuracy`, `test.majority`. */
  metrics: z.record(z.string(), z.number()),
  /** One paragraph in words: what the figures are worth. Shown on the model card. */
  remarks: z.array(z.string()),
});

/** The file `inference.json`. */
export const inferenceSchema = z.object({
  formatVersion: z.literal(1),
  model: z.string(),
  /** Names the training that these graphs come from: an encoder is never paired with another training's decoder. */
  bundle: z.string(),
  graphs: z.array(readContractSchema).min(1),
  /** Fitted numbers (a temperature, a mixture, directions); the contract's processing knows their shape. */
  fitted: z.record(z.string(), z.json()),
  training: trainingSummarySchema,
  /** Versions of what computed the golden outputs: node, tfjs-node, TensorFlow. */
  versions: z.record(z.string(), z.string()),
});

/** Which data a model was trained on: their source and hash, whether they are simulated, and what was counted. */
export type DataSummary = z.infer<typeof dataSummarySchema>;
export type TrainingSummary = z.infer<typeof trainingSummarySchema>;
export type Inference = z.infer<typeof inferenceSchema>;

/** Names in the run directory, for both sides of the border. */
export const inferenceFiles = {
  folder: "inference",
  index: "inference.json",
  graph: "model.json",
  weights: "weights.bin",
  golden: "golden.json",
} as const;
