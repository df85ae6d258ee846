import { type OperationCase, one, signed } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("square", (tf, { x }) => tf.square(x)),
  one("square of whole numbers", (tf, { x }) => tf.square(x), { input: signed(9, 5) }),
  one("rsqrt", (tf, { x }) => tf.rsqrt(tf.add(tf.abs(x), 0.1)), { edges: [1e7, 3e38] }),
  one("squaredDifference", (tf, { x, y }) => tf.squaredDifference(x, y)),
  one("squaredDifference of whole numbers", (tf, { x, y }) => tf.squaredDifference(x, y), { input: signed(9, 5) }),
];
