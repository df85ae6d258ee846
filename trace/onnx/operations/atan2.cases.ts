import { type OperationCase, one } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("all quarters", (tf, { x, y }) => tf.atan2(x, y)),
  one("on the axes", (tf, { x, y }) => tf.atan2(tf.round(x), tf.round(y))),
];
