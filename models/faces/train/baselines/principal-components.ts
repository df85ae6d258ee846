/**
 * Principal components of pictures that are never in memory all at once: a block Krylov basis from a random
 * start (Musco and Musco 2015, algorithm 2), each pass over the pictures in parts.
 */
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-node";
import type { Random } from "kilnjs";
import type { TF } from "kilnjs/trace";
import { eigenSymmetric } from "../statistics/symmetric.js";
import { orthonormal } from "./orthonormal.js";

/** Some pictures, row-major [rows, width], levels of any scale. */
export interface PicturePart {
  readonly rows: number;
  readonly levels: Float32Array;
}

/** Gives all pictures from the first, part by part, each time it is called. */
export type PictureParts = () => AsyncIterable<PicturePart>;

/** The mean of pictures and the directions in which they vary most. */
export interface PrincipalComponents {
  /** Numbers of a picture. */
  readonly width: number;
  /** [width]. */
  readonly mean: Float32Array;
  /** Row-major [count, width]: orthonormal, from the largest variance to the smallest. */
  readonly components: Float32Array;
  readonly count: number;
}

/** Directions of a block beyond the components asked for. */
const SPARE = 10;
/** Blocks: each costs a pass over the pictures, and three give the error of an exact decomposition to 0.1 %. */
const BLOCKS = 3;

/**
 * Fits at most `wanted` components; fewer where there are too few different pictures. Memory: a part, and `width` times
 * 3 x (`wanted` + 10) numbers, however many pictures there are.
 *
 * @throws RangeError when there is no picture.
 */
export async function fitPrincipalComponents(
  tf: TF,
  parts: PictureParts,
  wanted: number,
  random: Random,
): Promise<PrincipalComponents> {
  const { mean, pictures } = await meanOf(tf, parts);
  const width = mean.length;
  const directions = Math.max(0, Math.min(wanted + SPARE, pictures - 1, width));
  let block = orthonormal(random.fillNormal(new Float32Array(directions * width)), width);
  let basis = new Float32Array(0);
  const centre = tf.tensor2d(mean, [1, width]);
  try {
    // A block is empty where all pictures are the same, or all that they have is in the basis already.
    for (let turn = 0; turn < BLOCKS && block.length > 0; turn++) {
      block = orthonormal(await scatterTimes(tf, parts, centre, block), width, basis);
      basis = joined(basis, block);
    }
    if (basis.length === 0) return { width, mean, components: basis, count: 0 };
    return { width, mean, ...(await rotated(tf, parts, centre, basis, wanted)) };
  } finally {
    centre.dispose();
  }
}

function joined(first: Float32Array, second: Float32Array): Float32Array<ArrayBuffer> {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

async function meanOf(tf: TF, parts: PictureParts): Promise<{ mean: Float32Array; pictures: number }> {
  let pictures = 0;
  const sums = await summed(tf, parts, (part) => {
    pictures += part.rows;
    return tf.sum(rowsOf(tf, part.levels, part.levels.length / part.rows), 0);
  });
  return { mean: sums.map((sum) => sum / pictures), pictures };
}

/** The scatter matrix of the pictures times each row of a block, without the matrix: rows like those of the block. */
async function scatterTimes(tf: TF, parts: PictureParts, centre: Tensor, block: Float32Array): Promise<Float32Array> {
  return await summed(tf, parts, (part) => {
    const pictures = centred(tf, part, centre);
    return tf.matMul(tf.matMul(rowsOf(tf, block, centre.size), pictures, false, true), pictures);
  });
}

/** Turns a basis to the pictures' own principal axes in it, and keeps the first ones (Rayleigh and Ritz). */
async function rotated(
  tf: TF,
  parts: PictureParts,
  centre: Tensor,
  basis: Float32Array,
  wanted: number,
): Promise<{ components: Float32Array; count: number }> {
  const width = centre.size;
  const size = basis.length / width;
  const products = await summed(tf, parts, (part) => {
    const scores = tf.matMul(centred(tf, part, centre), rowsOf(tf, basis, width), false, true);
    return tf.matMul(scores, scores, true, false);
  });
  const scatter = Float64Array.from(products);
  const { values, vectors } = eigenSymmetric(scatter, size);
  const order = [...values.entries()].sort(([, a], [, b]) => b - a).slice(0, wanted);
  const turn = Float32Array.from({ length: order.length * size }, (_, i) => {
    const [axis] = order[Math.floor(i / size)] ?? [];
    if (axis === undefined) throw new RangeError(`there is no axis ${i}`);
    return vectors[(i % size) * size + axis] ?? Number.NaN;
  });
  const components = tf.tidy(() =>
    tf
      .matMul(rowsOf(tf, turn, size), rowsOf(tf, basis, width))
      .dataSync<"float32">()
      .slice(),
  );
  return { components, count: order.length };
}

/** Mean squared errors of pictures: of the mean in place of each, and of each projected onto the components. */
export async function errorsOf(
  tf: TF,
  parts: PictureParts,
  { mean, components, count, width }: PrincipalComponents,
): Promise<{ readonly mean: number; readonly components: number }> {
  const sums = { mean: 0, components: 0 };
  let pictures = 0;
  for await (const part of parts()) {
    tf.tidy(() => {
      const rest = centred(tf, part, tf.tensor2d(mean, [1, width]));
      sums.mean += sumOfErrors(tf, rest);
      if (count === 0) return;
      const axes = rowsOf(tf, components, width);
      const projected = tf.matMul(tf.matMul(rest, axes, false, true), axes);
      sums.components += sumOfErrors(tf, tf.sub(rest, projected));
    });
    pictures += part.rows;
  }
  const ofMean = sums.mean / pictures;
  return { mean: ofMean, components: count === 0 ? ofMean : sums.components / pictures };
}

/** Mean squares of the rows, added up in double precision. */
function sumOfErrors(tf: TF, rows: Tensor): number {
  return tf
    .mean(tf.square(rows), 1)
    .dataSync<"float32">()
    .reduce((sum, error) => sum + error, 0);
}

function centred(tf: TF, { levels }: PicturePart, centre: Tensor): Tensor2D {
  return tf.sub(rowsOf(tf, levels, centre.size), centre);
}

function rowsOf(tf: TF, data: Float32Array, width: number): Tensor2D {
  return tf.tensor2d(data, [data.length / width, width]);
}

/**
 * The sum of what is computed of each part. It stays in TensorFlow to the end: reading a tensor of a picture's width back
 * takes longer than computing it.
 *
 * @throws RangeError when there is no part.
 */
async function summed(tf: TF, parts: PictureParts, compute: (part: PicturePart) => Tensor): Promise<Float32Array> {
  let sum: Tensor | undefined;
  try {
    for await (const part of parts()) {
      const before: Tensor | undefined = sum;
      sum = tf.tidy(() => (before === undefined ? compute(part) : tf.add(before, compute(part))));
      before?.dispose();
    }
    if (sum === undefined) throw new RangeError("there is no picture to fit principal components to");
    return sum.dataSync<"float32">().slice();
  } finally {
    sum?.dispose();
  }
}
