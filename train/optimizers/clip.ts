import type { Scalar } from "@tensorflow/tfjs-node";
import type { TF } from "../../trace/tensorflow.js";
import type { Tensors } from "./optimizer.js";

/** Gradients that fit under a norm, and the norm they had before. */
export type Clipped = {
  readonly gradients: Tensors;
  /** Euclidean length of all gradients together before clipping: float32 scalar, worth a line in the log. */
  readonly norm: Scalar;
};

/**
 * Scales all gradients by one factor so that together they are no longer than `maximum` (Pascanu, Mikolov and Bengio
 * 2013); shorter ones stay as they are, up to rounding. A gradient that is not a number makes all of them so: the
 * caller sees it in `norm`.
 *
 * @param maximum a positive number, or a float32 scalar where it follows a schedule
 *
 * @example
 * ```ts
 * const { gradients: clipped, norm } = clipByGlobalNorm(tf, gradients, 1);
 * ```
 */
export function clipByGlobalNorm(tf: TF, gradients: Tensors, maximum: number | Scalar): Clipped {
  const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(squares.length === 0 ? tf.scalar(0) : tf.addN(squares)) as Scalar;
  const scale = tf.div(maximum, tf.maximum(norm, maximum));
  const clipped: Tensors = {};
  for (const [name, gradient] of Object.entries(gradients)) clipped[name] = tf.mul(gradient, scale);
  return { gradients: clipped, norm };
}
