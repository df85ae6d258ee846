import { type OperationCase, one, rows } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("an axis", (tf, { x }) => tf.reverse(x, 1)),
  one("two axes", (tf, { x }) => tf.reverse(x, [1, 2])),
  one("the batch", (tf, { x }) => tf.reverse(x, 0)),
  one("flipLeftRight", (tf, { x }) => tf.image.flipLeftRight(x as never), { input: rows(3, 4, 2) }),
];
