/** Passes of the network over many pictures, in parts, so that no more than a part is ever in memory. */
import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs-node";
import { at, FailedError, makeTensor, type Tensors } from "kilnjs";
import type { EvaluateContext, Forward } from "kilnjs/train";
import { tensorNamed } from "kilnjs/train";
import { type FacesData, readImages } from "../data.js";
import { decode } from "../network/decoder.js";
import { encode } from "../network/encoder.js";
import type { FacesSettings } from "../settings.js";
import type { Rows } from "../statistics/moments.js";

/** What every evaluation of `faces` is given. */
export type Context = EvaluateContext<FacesSettings, FacesData>;

/** Pictures in memory at once. */
const PART = 500;
/** Rows in one call of the network. */
export const ROWS = 100;

/** Mean latent numbers of the pictures at `indices`. */
export async function latentMeans(context: Context, indices: Uint32Array): Promise<Rows> {
  const width = context.settings.latent;
  const data = new Float32Array(indices.length * width);
  const forward: Forward = (weights, inputs) => ({
    mean: encode(context.tf, weights, tensorNamed(inputs, "image") as Tensor4D).mean,
  });
  for await (const { from, inputs } of imageParts(context, indices)) {
    data.set(output(await context.run(forward, inputs, ROWS), "mean"), from * width);
  }
  return { count: indices.length, width, data };
}

/** Pictures of latent rows, part by part: `image` [part, 64, 64, 3], 0 to 1. */
export async function* decoded(context: Context, latents: Rows): AsyncGenerator<Float32Array> {
  const { width, count, data } = latents;
  const forward: Forward = (weights, inputs) => ({
    image: decode(context.tf, context.settings, weights, tensorNamed(inputs, "latent") as Tensor2D),
  });
  for (let from = 0; from < count; from += PART) {
    const rows = Math.min(PART, count - from);
    const part = Float32Array.from({ length: rows * width }, (_, i) => at(data, from * width + i, "latent number"));
    const outputs = await context.run(forward, { latent: makeTensor("float32", [rows, width], part) }, ROWS);
    yield output(outputs, "image");
  }
}

/** The pictures at `indices` themselves, part by part: [part, 64, 64, 3], 0 to 1. */
export async function* originals(context: Context, indices: Uint32Array): AsyncGenerator<Float32Array> {
  for await (const { inputs } of imageParts(context, indices)) {
    yield Float32Array.from(output(inputs, "image"), (level) => level / 255);
  }
}

/** The pictures at `indices` as inputs of the network, part by part. */
export async function* imageParts(
  { data }: Context,
  indices: Uint32Array,
): AsyncGenerator<{ from: number; inputs: Tensors }> {
  for (let from = 0; from < indices.length; from += PART) {
    yield { from, inputs: await readImages(data.pictures, indices.subarray(from, from + PART)) };
  }
}

/** The data of a float32 output. */
export function output(outputs: Tensors, name: string): Float32Array {
  const tensor = outputs[name];
  if (tensor?.type === "float32") return tensor.data;
  throw new FailedError(`there is no float32 output "${name}"`);
}
