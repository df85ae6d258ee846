import { type OperationCase, one } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("in three", (tf, { x }) => tf.concat(tf.split(x, 3, 2).reverse(), 2)),
  one("in parts of their own lengths", (tf, { x }) => tf.concat(tf.split(x, [1, 3, 2], 2).reverse(), 2)),
  one("only the middle is used", (tf, { x }) => tf.split(x, [1, 3, 2], 2)[1] ?? x),
  one("in one", (tf, { x }) => tf.add(tf.split(x, 1, 2)[0] ?? x, 1)),
  one("unstack", (tf, { x, y }) => tf.stack(tf.unstack(x, 1).concat(tf.unstack(y, 1)), 2)),
];
