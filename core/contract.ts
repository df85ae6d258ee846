/**
 * A model's contract: what goes in, what comes out, and which pure code turns raw data into an input and an output into
 * an answer. It is plain JSON. It is made once, from the training configuration; afterwards every stage reads the copy in
 * the manifest, so that a version trained with another window length or latent size goes on being served as it was.
 */
import { z } from "zod";
import { elementTypes } from "./tensor.js";

/** The version of this format that is written; readers also read version 1 (`core/read-contract.ts`). */
export const CONTRACT_FORMAT_VERSION = 2;

/** Names of models, graphs, inputs and outputs: they stand in routes, fields and files. */
const nameSchema = z.string().regex(/^[a-z][a-z0-9_]*$/);

/**
 * A dimension: `size` null means free. The one called `batch` is free in most graphs; another free one has the same size
 * in a request wherever its name stands, and `sample` is its size in golden cases (1 when left out).
 */
export const dimensionSchema = z.object({
  name: nameSchema,
  size: z.int().positive().nullable(),
  sample: z.int().positive().optional(),
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

/** Pictures in a tensor: where the channels are, and the numbers that stand for black and for white. */
export const pictureKindSchema = z.object({
  kind: z.literal("picture"),
  layout: z.enum(["rows-columns-channels", "channels-rows-columns"]),
  black: z.number(),
  white: z.number(),
});

/**
 * What the numbers of an input are: plain numbers; the index of a category, which travels by its name outside of the
 * graph; a picture; or a series, whose second dimension is time.
 */
export const inputKindSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("number") }),
  z.object({ kind: z.literal("category"), names: z.array(z.string().min(1)).min(1) }),
  pictureKindSchema,
  z.object({ kind: z.literal("series") }),
]);

/** One input or output of the graph. */
export const tensorSpecSchema = z.object({
  name: nameSchema,
  /** The graph's own name of the tensor where it is another, say `input.1`. */
  tensor: z.string().min(1).optional(),
  type: z.enum(elementTypes),
  dimensions: z.array(dimensionSchema).min(1),
  unit: z.string(),
  description: z.string(),
});

/**
 * An output may say how far a smaller file's answers can be off: the mean of |difference|, in its unit, at which it looks
 * the same to whoever uses it. Only a graph all of whose outputs say so gets variants.
 */
export const outputSpecSchema = tensorSpecSchema.extend({
  variantTolerance: z.number().positive().optional(),
  /**
   * Names of the classes, in the order of the class index. A row of the output is a number for each; or one number: the
   * index (an integer type), or, of two classes, what is said of the second one (a floating-point type).
   */
  labels: z.array(z.string().min(1)).min(1).optional(),
  /** Said where the output is a picture. */
  kind: pictureKindSchema.optional(),
});

/** An input also says how to draw it and which values are legal (both ends included; the server refuses others). */
export const inputSpecSchema = tensorSpecSchema.extend({
  kind: inputKindSchema,
  sample: sampleSchema,
  range: z.object({ minimum: z.number(), maximum: z.number() }).optional(),
});

/** A named input on which runtimes like to differ: each input is its numbers, repeated until its row is full. */
export const edgeCaseSchema = z.object({
  name: z.string(),
  inputs: z.record(z.string(), z.array(z.number()).min(1)),
});

/** What both versions of the format say of a graph. */
export const contractFields = {
  /** The model that this graph belongs to. */
  model: nameSchema,
  /** The published name, the model's or the model's and the graph's: `parcel`, `parcel_encoder`. */
  name: nameSchema,
  title: z.string(),
  description: z.string(),
  /** The pure code that belongs to it, for instance `parcel@1`. */
  processing: z.string().regex(/^[a-z][a-z0-9_]*@[0-9]+$/),
  edgeCases: z.array(edgeCaseSchema),
} as const;

/** The contract of one graph, as it is written today. */
export const contractSchema = z.object({
  formatVersion: z.literal(CONTRACT_FORMAT_VERSION),
  ...contractFields,
  inputs: z.array(inputSpecSchema).min(1),
  outputs: z
    .array(
      outputSpecSchema.refine(({ labels, ...spec }) => labels === undefined || labelsFit(spec, labels), {
        path: ["labels"],
        message: "there must be a number for each label in a row, or one number that tells which",
      }),
    )
    .min(1),
});

/** One dimension of a tensor: `size` null means free, as the first one, `batch`, is. */
export type Dimension = z.infer<typeof dimensionSchema>;
export type TensorSpec = z.infer<typeof tensorSpecSchema>;
export type InputSpec = z.infer<typeof inputSpecSchema>;

/** An input at the border of what the graph takes, which becomes a golden case. */
export type EdgeCase = z.infer<typeof edgeCaseSchema>;
export type OutputSpec = z.infer<typeof outputSpecSchema>;
export type PictureKind = z.infer<typeof pictureKindSchema>;

/** What a graph takes and gives: its inputs and outputs, and the processing that belongs to it. */
export type Contract = z.infer<typeof contractSchema>;

/**
 * The free first dimension of every input and output of a model that is trained here.
 *
 * @example
 * ```ts
 * const dimensions = [batch, { name: "features", size: 5 }];
 * ```
 */
export const batch: Dimension = { name: "batch", size: null };

/** The name that the graph's own inputs and outputs go by. */
export function tensorName({ name, tensor }: Pick<TensorSpec, "name" | "tensor">): string {
  return tensor ?? name;
}

/** The only batch size that a graph takes, or null where the batch is free. */
export function fixedBatch({ inputs }: Contract): number | null {
  const [first] = inputs[0]?.dimensions ?? [];
  return first?.size ?? null;
}

/** The shape of a spec at a batch size: `[batch, 28]` at 3 is `[3, 28]`. Other free dimensions have their sample's size. */
export function shapeAt(spec: TensorSpec, batchSize: number): number[] {
  return spec.dimensions.map(({ name, size, sample }) => size ?? (name === batch.name ? batchSize : (sample ?? 1)));
}

/** Elements in one row of a spec: the first dimension left out, other free ones with their sample's size. */
export function rowSize(spec: TensorSpec): number {
  return spec.dimensions.slice(1).reduce((product, { size, sample }) => product * (size ?? sample ?? 1), 1);
}

/** True when labels can be those of an output: see `outputSpecSchema`. */
export function labelsFit(spec: TensorSpec, labels: readonly string[]): boolean {
  const width = rowSize(spec);
  if (width === labels.length) return true;
  return width === 1 && (labels.length === 2 || spec.type.startsWith("int") || spec.type === "uint8");
}

/** Labels of the graph's first output that has some, or undefined. */
export function labelsOf({ outputs }: Contract): readonly string[] | undefined {
  return outputs.find(({ labels }) => labels !== undefined)?.labels;
}
