import { type OperationCase, one, signed, truths } from "../operation-case.js";

const floats: OperationCase[] = (["max", "min", "mean", "sum", "prod"] as const).flatMap((name) => [
  one(`${name} of the last axis`, (tf, { x }) => tf[name](x, -1)),
  one(`${name} of two axes, kept`, (tf, { x }) => tf[name](x, [1, 2], true)),
  one(`${name} of the batch`, (tf, { x }) => tf[name](x, 0)),
  one(`${name} of whole numbers`, (tf, { x }) => tf[name](x, 1), { input: signed(3, 5) }),
]);

export const cases: readonly OperationCase[] = [
  ...floats,
  one("sum of everything", (tf, { x }) => tf.sum(x)),
  one("sum of truth values", (tf, { x }) => tf.sum(x, 1), { input: truths(5) }),
  one("all", (tf, { x }) => tf.all(x, 1), { input: truths(3) }),
  one("any, kept", (tf, { x }) => tf.any(x, 1, true), { input: truths(3) }),
  one("moments", (tf, { x }) => tf.moments(x, [1]).variance),
  one("norm", (tf, { x }) => tf.norm(x, "euclidean", -1)),
];
