import { EDGES, type OperationCase, one } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("expm1", (tf, { x }) => tf.expm1(x), { edges: EDGES.filter((edge) => !(edge === 1e7)) }),
  one("expm1 of tiny numbers, made large again", (tf, { x }) => tf.mul(tf.expm1(tf.mul(x, 1e-8)), 1e8)),
];
