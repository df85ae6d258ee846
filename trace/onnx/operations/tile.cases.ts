import { type OperationCase, one, rows, signed } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("along two axes", (tf, { x }) => tf.tile(x, [1, 2, 3])),
  one("along the batch", (tf, { x }) => tf.tile(x, [2, 1, 1])),
  one("of whole numbers", (tf, { x }) => tf.tile(x, [1, 3]), { input: signed(5, 4) }),
  one("a row for each example", (tf, { x }) => tf.add(tf.tile(tf.tensor2d([[1, 2, 3, 4]]), [x.shape[0] ?? 0, 1]), x), {
    input: rows(4),
  }),
  one("numbers until the batch is full", (tf, { x }) =>
    tf.add(tf.tile(tf.range(0, 6), [(x.shape[0] ?? 0) * 4]).reshape(x.shape), x),
  ),
];
