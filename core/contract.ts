/**
 * A model's contract: what goes in, what comes out, and which pure code turns raw data into an input and an output into
 * an answer. It is plain JSON. It is made once, from the training configuration; afterwards every stage reads the copy in
 * the manifest, so that a version trained with another window length or latent size goes on being served as it was.
 */
import { z } from "zod";
import { elementTypes } from "./tensor.js";

/** The version of this format; a reader refuses any other. */
export const CONTRACT_FORMAT_VERSION = 1;

/** A dimension: `size` null means free, and the only free one is the first, `batch`. */
export const dimensionSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  size: z.int().positive().nullable(),
});

/**
 * How to draw a believable value, for golden inputs and for a "try it" form: independent elements. `integer` includes
 * both ends. The numbers are in the input's own unit.
 */
export const sampleSchema = z.discriminatedUnion("distribution", [
  z.object({ distribution: z.literal("normal"), mean: z.number(), deviation: z.number().positive() }),
  z.object({ distribution: z.literal("uniform"), minimum: z.number(), maximum: z.number() }),
  z.object({ distribution: z.literal("integer"), minimum: z.int(), maximum: z.int() }),
]);

/** One input or output of the graph. */
export const tensorSpecSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  type: z.enum(elementTypes),
  dimensions: z.array(dimensionSchema).min(1),
  unit: z.string(),
  description: z.string(),
});

/**
 * An output may say how far a smaller file's answers can be off: the mean of |difference|, in its unit, at which it looks
 * the same to whoever uses it. Only a graph all of whose outputs say so gets variants.
 */
export const outputSpecSchema = tensorSpecSchema.extend({ variantTolerance: z.number().positive().optional() });

/** An input also says how to draw it and which values are legal (both ends included; the server refuses others). */
export const inputSpecSchema = tensorSpecSchema.extend({
  sample: sampleSchema,
  range: z.object({ minimum: z.number(), maximum: z.number() }).optional(),
});

/** A named input on which runtimes like to differ: each input is its numbers, repeated until its row is full. */
export const edgeCaseSchema = z.object({
  name: z.string(),
  inputs: z.record(z.string(), z.array(z.number()).min(1)),
});

/** The contract of one graph. */
export const contractSchema = z.object({
  formatVersion: z.literal(CONTRACT_FORMAT_VERSION),
  /** The model that this graph belongs to. */
  model: z.string().regex(/^[a-z][a-z0-9_]*$/),
  /** The published name, the model's or the model's and the graph's: `parcel`, `parcel_encoder`. */
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  title: z.string(),
  description: z.string(),
  /** The pure code that belongs to it, for instance `parcel@1`. */
  processing: z.string().regex(/^[a-z][a-z0-9_]*@[0-9]+$/),
  inputs: z.array(inputSpecSchema).min(1),
  outputs: z.array(outputSpecSchema).min(1),
  /** Names of the classes, in the order of the class index; absent when the model does not classify. */
  labels: z.array(z.string()).optional(),
  edgeCases: z.array(edgeCaseSchema),
});

/** One dimension of a tensor: `size` null means free, as the first one, `batch`, is. */
export type Dimension = z.infer<typeof dimensionSchema>;
export type TensorSpec = z.infer<typeof tensorSpecSchema>;
export type InputSpec = z.infer<typeof inputSpecSchema>;

/** An input at the border of what the graph takes, which becomes a golden case. */
export type EdgeCase = z.infer<typeof edgeCaseSchema>;

/** What a graph takes and gives: its inputs and outputs, and the processing that belongs to it. */
export type Contract = z.infer<typeof contractSchema>;

/**
 * The free first dimension of every input and output.
 *
 * @example
 * ```ts
 * const inputs = [{ name: "parcel", type: "float32", dimensions: [batch, { name: "features", size: 5 }] }];
 * ```
 */
export const batch: Dimension = { name: "batch", size: null };

/** The shape of a spec at a batch size: `[batch, 28]` at 3 is `[3, 28]`. */
export function shapeAt(spec: TensorSpec, batchSize: number): number[] {
  return spec.dimensions.map((dimension) => dimension.size ?? batchSize);
}

/** Elements in one row of a spec, the batch dimension left out. */
export function rowSize(spec: TensorSpec): number {
  return spec.dimensions.reduce((product, dimension) => product * (dimension.size ?? 1), 1);
}
