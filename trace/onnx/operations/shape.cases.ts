import type { Tensor } from "@tensorflow/tfjs-node";
import { type OperationCase, one, rows } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("the batch as a number in the graph", (tf, { x }) =>
    tf.mul(tf.sum(x, 0), tf.cast(tf.scalar(x.shape[0] ?? 0, "int32"), "float32")),
  ),
  one(
    "lengths that were computed",
    (tf, { x }) => {
      const lengths = tf.broadcastArgs(tf.tensor1d([4], "int32"), tf.tensor1d([1], "int32")) as unknown as Tensor;
      return tf.add(x, tf.cast(lengths, "float32"));
    },
    { input: rows(4) },
  ),
];
