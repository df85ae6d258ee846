import { type OperationCase, one, truths } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("three axes", (tf, { x }) => tf.transpose(x, [2, 0, 1])),
  one("there and back", (tf, { x }) => tf.transpose(tf.relu(tf.transpose(x, [0, 2, 1])), [0, 2, 1])),
  one("truth values", (tf, { x }) => tf.transpose(x), { input: truths(5) }),
];
