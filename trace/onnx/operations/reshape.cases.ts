import { type OperationCase, one, rows } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("with the batch kept", (tf, { x }) => tf.reshape(x, [x.shape[0] ?? 0, 24])),
  one("with the batch in it", (tf, { x }) => tf.reshape(x, [-1, 3])),
  one(
    "two lengths that follow the batch",
    (tf, { x }) => tf.reshape(tf.tile(x, [1, x.shape[0] ?? 0]), [-1, 2, 2 * (x.shape[0] ?? 0)]),
    {
      input: rows(4),
    },
  ),
  one("expandDims", (tf, { x }) => tf.expandDims(x, 1)),
  one("squeeze", (tf, { x }) => tf.squeeze(tf.sum(x, 1, true), [1])),
  one("flatten everything", (tf, { x }) => tf.reshape(x, [-1])),
];
