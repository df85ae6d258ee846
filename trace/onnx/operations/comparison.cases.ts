import { type OperationCase, one, signed, truths } from "../operation-case.js";

const floats: OperationCase[] = (
  ["equal", "notEqual", "less", "lessEqual", "greater", "greaterEqual"] as const
).flatMap((name) => [
  one(name, (tf, { x, y }) => tf[name](tf.round(x), tf.round(y)), { edges: [0, -0, 0 / 0, 1 / 0] }),
  one(`${name} of whole numbers`, (tf, { x, y }) => tf[name](x, y), { input: signed(2, 5) }),
]);

export const cases: readonly OperationCase[] = [
  ...floats,
  one("equal of truth values", (tf, { x, y }) => tf.equal(x, y), { input: truths(5) }),
];
