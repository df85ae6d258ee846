import { integers, type OperationCase, one } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("along the batch", (tf, { x, y }) => tf.concat([x, y], 0)),
  one("along the last axis", (tf, { x, y }) => tf.concat([x, y, x], -1)),
  one("of whole numbers", (tf, { x, y }) => tf.concat([x, y], 1), { input: integers(4, 5) }),
  one("stack", (tf, { x, y }) => tf.stack([x, y], 1)),
  one("stack at the end", (tf, { x, y }) => tf.stack([x, y, x], 3)),
  one("stack in front of the batch", (tf, { x, y }) => tf.stack([x, y])),
];
