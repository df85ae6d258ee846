import { type OperationCase, one } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("element by element", (tf, { x, y }) => tf.where(tf.greater(x, 0), x, y)),
  one("by row", (tf, { x, y }) => tf.where(tf.greater(tf.sum(x, [1, 2], true), 0), x, y)),
  one("of numbers and infinity", (tf, { x }) =>
    tf.where(tf.greater(x, 0), x, tf.fill(x.shape, Number.NEGATIVE_INFINITY)),
  ),
];
