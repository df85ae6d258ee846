import { EDGES, type OperationCase, one, truths } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("and", (tf, { x, y }) => tf.logicalAnd(x, y), { input: truths(5) }),
  one("or", (tf, { x, y }) => tf.logicalOr(x, y), { input: truths(5) }),
  one("not", (tf, { x }) => tf.logicalNot(x), { input: truths(5) }),
  one("xor", (tf, { x, y }) => tf.logicalXor(x, y), { input: truths(5) }),
  one("isNaN", (tf, { x }) => tf.isNaN(x), { edges: EDGES }),
  one("isInf", (tf, { x }) => tf.isInf(x), { edges: EDGES }),
  one("isFinite", (tf, { x }) => tf.isFinite(x), { edges: EDGES }),
];
