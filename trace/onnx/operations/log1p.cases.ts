import { EDGES, type OperationCase, one } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("log1p", (tf, { x }) => tf.log1p(tf.abs(x)), { edges: EDGES }),
  one("log1p below zero", (tf, { x }) => tf.log1p(tf.neg(tf.sigmoid(x)))),
  one("log1p of tiny numbers, made large again", (tf, { x }) => tf.mul(tf.log1p(tf.mul(x, 1e-8)), 1e8)),
];
