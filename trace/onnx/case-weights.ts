import type { Rank, Tensor } from "@tensorflow/tfjs-node";
import type { TF } from "../tensorflow.js";

/** Weights for a case: the same every time, different from each other, of both signs. */
export function weights<R extends Rank = Rank.R4>(tf: TF, ...shape: number[]): Tensor<R> {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(1 + i * 1.7) / 2),
    shape as never,
  ) as Tensor<R>;
}
