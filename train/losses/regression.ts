/** Losses of numbers, in standard deviations of the output. A number that is missing (NaN) counts nothing. */
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-node";
import type { TF } from "../../trace/tensorflow.js";
import type { RowLosses } from "./row-losses.js";

/** What becomes of a difference. */
export type Difference = "meanSquared" | "meanAbsolute" | { readonly huber: number };

/**
 * @param guess [batch, width].
 * @param truth [batch, width].
 */
export function differences(tf: TF, kind: Difference, guess: Tensor2D, truth: Tensor2D): RowLosses {
  const missing = tf.isNaN(truth);
  const known = tf.sub(1, tf.cast(missing, "float32"));
  const off = tf.mul(tf.sub(guess, tf.where(missing, tf.zerosLike(truth), truth)), known);
  const count = tf.sum(known, 1);
  // A row counts as the share of its numbers that are there.
  const weights = tf.mul(count, 1 / (truth.shape[1] ?? 1));
  return { losses: tf.mul(tf.sum(lossOf(tf, kind, off), 1), 1 / (truth.shape[1] ?? 1)), weights };
}

function lossOf(tf: TF, kind: Difference, off: Tensor): Tensor {
  if (kind === "meanSquared") return tf.square(off);
  const size = tf.abs(off);
  if (kind === "meanAbsolute") return size;
  // Half the square of what is below delta, and delta times the rest: both in one expression without a branch.
  const near = tf.minimum(size, kind.huber);
  return tf.add(tf.mul(tf.square(near), 0.5), tf.mul(tf.sub(size, near), kind.huber));
}
