/** The two graphs as functions of latent vectors and pictures. */

import type { OperationContext } from "kilnjs";
import { FailedError, makeTensor, type Tensors } from "kilnjs";
import { FACE_SIZE } from "../face-size.js";
import { FACE_BYTES, toPictures } from "../sheet.js";

/** Rows in one run: enough for speed, few enough that another request need not wait for long. */
const ROWS = 64;

/** A normal distribution of latent numbers. */
export interface Encoded {
  readonly mean: Float32Array;
  readonly logVariance: Float32Array;
}

/** Decodes latent vectors of one length to pictures, RGB bytes. */
export async function decodePictures(
  latents: readonly Float32Array[],
  context: OperationContext,
): Promise<Uint8Array[]> {
  const pictures: Uint8Array[] = [];
  for (let from = 0; from < latents.length; from += ROWS) {
    const part = latents.slice(from, from + ROWS);
    const size = part[0]?.length ?? 0;
    const data = new Float32Array(part.length * size);
    part.forEach((latent, row) => {
      data.set(latent, row * size);
    });
    const outputs = await context.infer("faces_decoder", { latent: makeTensor("float32", [part.length, size], data) });
    pictures.push(...toPictures(output(outputs, "image")));
  }
  return pictures;
}

/** Encodes pictures, RGB bytes [64, 64, 3] each. */
export async function encodePictures(pictures: readonly Uint8Array[], context: OperationContext): Promise<Encoded[]> {
  const encoded: Encoded[] = [];
  for (let from = 0; from < pictures.length; from += ROWS) {
    const part = pictures.slice(from, from + ROWS);
    const data = new Float32Array(part.length * FACE_BYTES);
    part.forEach((picture, row) => {
      data.set(picture, row * FACE_BYTES);
    });
    const image = makeTensor("float32", [part.length, FACE_SIZE, FACE_SIZE, 3], data);
    const outputs = await context.infer("faces_encoder", { image });
    const means = output(outputs, "mean");
    const logVariances = output(outputs, "log_variance");
    const size = means.length / part.length;
    part.forEach((_, row) => {
      const [start, end] = [row * size, (row + 1) * size];
      encoded.push({ mean: means.slice(start, end), logVariance: logVariances.slice(start, end) });
    });
  }
  return encoded;
}

/** The mean latent numbers of pictures. */
export async function encodeMeans(pictures: readonly Uint8Array[], context: OperationContext): Promise<Float32Array[]> {
  return (await encodePictures(pictures, context)).map(({ mean }) => mean);
}

function output(outputs: Tensors, name: string): Float32Array {
  const tensor = outputs[name];
  if (tensor?.type === "float32") return tensor.data;
  throw new FailedError(`the graph gave no output "${name}" of float32`);
}
