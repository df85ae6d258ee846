import { type OperationCase, one } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("a vector", (tf, { x }) => tf.matMul(x, tf.expandDims(tf.diag(tf.mean(x, [0, 1])), 0) as never)),
];
