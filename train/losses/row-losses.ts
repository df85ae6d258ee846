import type { Scalar, Tensor } from "@tensorflow/tfjs-node";
import type { TF } from "../../trace/tensorflow.js";

/** A loss row by row: already times its weight, [batch]. */
export interface RowLosses {
  readonly losses: Tensor;
  /** How much each row counts, [batch]; 0 where the truth is missing. */
  readonly weights: Tensor;
}

/** The weighted mean over the rows; 0 for a batch in which nothing counts. */
export function meanOf(tf: TF, { losses, weights }: RowLosses): Scalar {
  return tf.div(tf.sum(losses), tf.maximum(tf.sum(weights), 1e-6)) as Scalar;
}
