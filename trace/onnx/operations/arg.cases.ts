import { type OperationCase, one, signed } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("argMax", (tf, { x }) => tf.argMax(x, -1)),
  one("argMin", (tf, { x }) => tf.argMin(x, 1)),
  one("argMax of whole numbers with ties: the first", (tf, { x }) => tf.argMax(x, 1), { input: signed(2, 5) }),
  one("topk", (tf, { x }) => tf.topk(x, 2).values),
  one("topk of ties, indices", (tf, { x }) => tf.topk(tf.round(x), 3).indices),
  one("topk of whole numbers", (tf, { x }) => tf.topk(x, 2).values, { input: signed(9, 5) }),
];
