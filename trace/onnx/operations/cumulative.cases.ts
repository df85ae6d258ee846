import { type OperationCase, one, signed } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("cumsum", (tf, { x }) => tf.cumsum(x, 1)),
  one("cumsum, exclusive and from the end", (tf, { x }) => tf.cumsum(x, 1, true, true)),
  one("cumsum of whole numbers", (tf, { x }) => tf.cumsum(x, 1), { input: signed(9, 5) }),
  one("cumprod", (tf, { x }) => tf.cumprod(x, 2)),
  one("cumprod, exclusive", (tf, { x }) => tf.cumprod(x, 2, true)),
  one("cumprod from the end", (tf, { x }) => tf.cumprod(x, 1, false, true)),
  one("cumprod, exclusive and from the end", (tf, { x }) => tf.cumprod(x, 2, true, true)),
];
