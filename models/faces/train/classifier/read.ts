/** Reads pictures with the factor classifier: inner features, and the likeliest level of each factor. */
import type { Tensor4D } from "@tensorflow/tfjs-node";
import type { TF } from "kilnjs/trace";
import type { TensorMap } from "kilnjs/train";
import { breathe } from "kilnjs/train";
import { FACE_SIZE } from "../../face-size.js";
import { FACE_BYTES } from "../../sheet.js";
import { FACTORS } from "../draw/factors.js";
import type { Rows } from "../statistics/moments.js";
import { classifierFeatures, FEATURES, factorLogits } from "./network.js";

const ROWS = 100;

/** What the classifier sees in pictures. */
export interface Reading {
  /** [pictures, 64]. */
  readonly features: Rows;
  /** The likeliest level of each factor, [pictures, 11]. */
  readonly levels: Uint8Array;
  /** The expected level of each factor (mean over its probabilities), [pictures, 11]: finer than the likeliest. */
  readonly expected: Float32Array;
}

/** Reads pictures that come in parts of [n, 64, 64, 3], 0 to 1. */
export async function readWith(tf: TF, weights: TensorMap, parts: AsyncIterable<Float32Array>): Promise<Reading> {
  const features: number[] = [];
  const levels: number[] = [];
  const expected: number[] = [];
  for await (const part of parts) {
    for (let from = 0; from < part.length; from += ROWS * FACE_BYTES) {
      const pixels = part.subarray(from, from + ROWS * FACE_BYTES);
      const rows = pixels.length / FACE_BYTES;
      const read = tf.tidy(() => {
        const image = tf.tensor4d(pixels, [rows, FACE_SIZE, FACE_SIZE, 3]) satisfies Tensor4D;
        const inner = classifierFeatures(tf, weights, image);
        const logits = factorLogits(tf, weights, inner);
        const likeliest = tf.stack(
          logits.map((one) => tf.argMax(one, 1)),
          1,
        );
        const means = tf.stack(
          logits.map((one, i) => {
            const scale = tf.range(0, FACTORS[i]?.levels ?? 0);
            return tf.sum(tf.mul(tf.softmax(one), scale), 1);
          }),
          1,
        );
        return { inner: inner.dataSync(), likeliest: likeliest.dataSync(), means: means.dataSync() };
      });
      for (const value of read.inner) features.push(value);
      for (const value of read.likeliest) levels.push(value);
      for (const value of read.means) expected.push(value);
      await breathe();
    }
  }
  return {
    features: { count: features.length / FEATURES, width: FEATURES, data: Float32Array.from(features) },
    levels: Uint8Array.from(levels),
    expected: Float32Array.from(expected),
  };
}

/** Share of pictures in which each factor is read right, by its name. */
export function accuracyByFactor(levels: Uint8Array, truth: Uint8Array): Record<string, number> {
  const width = FACTORS.length;
  const rows = levels.length / width;
  return Object.fromEntries(
    FACTORS.map(({ name }, column) => {
      let right = 0;
      for (let row = 0; row < rows; row++) {
        if (levels[row * width + column] === truth[row * width + column]) right += 1;
      }
      return [name, right / rows];
    }),
  );
}
