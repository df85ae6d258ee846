/** Losses of labels. A row without a label (index -1) counts nothing. */
import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import type { TF } from "../../trace/tensorflow.js";
import type { RowLosses } from "./row-losses.js";

/**
 * Softmax cross-entropy.
 *
 * @param logits [batch, classes].
 * @param truth int32 [batch], the index of the class.
 * @param classWeights one a class.
 */
export function crossEntropy(
  tf: TF,
  logits: Tensor2D,
  truth: Tensor1D,
  classWeights: readonly number[],
  smoothing: number,
): RowLosses {
  const classes = classWeights.length;
  const oneHot = tf.cast(tf.oneHot(truth, classes), "float32");
  const known = tf.sum(oneHot, 1);
  const target =
    smoothing === 0
      ? oneHot
      : tf.add(tf.mul(oneHot, 1 - smoothing), tf.expandDims(tf.mul(known, smoothing / classes), 1));
  const losses = tf.neg(tf.sum(tf.mul(target, tf.logSoftmax(logits)), 1));
  const weights = weightsOf(tf, oneHot, known, classWeights);
  return { losses: tf.mul(losses, weights), weights };
}

/**
 * Sigmoid cross-entropy of two classes, in the form that no number overflows: max(x, 0) - x y + log(1 + e^-|x|).
 *
 * @param logits [batch, 1], the log odds of the second class.
 * @param truth int32 [batch], 0 or 1.
 */
export function binary(tf: TF, logits: Tensor2D, truth: Tensor1D, classWeights: readonly number[]): RowLosses {
  const oneHot = tf.cast(tf.oneHot(truth, 2), "float32");
  const y = tf.reshape(tf.slice(oneHot as Tensor2D, [0, 1], [-1, 1]), [-1]);
  const x = tf.reshape(logits, [-1]);
  const losses = tf.add(tf.sub(tf.relu(x), tf.mul(x, y)), tf.softplus(tf.neg(tf.abs(x))));
  const weights = weightsOf(tf, oneHot, tf.sum(oneHot, 1), classWeights);
  return { losses: tf.mul(losses, weights), weights };
}

function weightsOf(tf: TF, oneHot: Tensor, known: Tensor, classWeights: readonly number[]): Tensor {
  if (classWeights.every((weight) => weight === 1)) return known;
  return tf.reshape(tf.matMul(oneHot, tf.tensor2d([...classWeights], [classWeights.length, 1])), [-1]);
}
