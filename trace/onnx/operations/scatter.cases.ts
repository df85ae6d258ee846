import { type OperationCase, one, rows } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one(
    "scatterND, two at one place",
    (tf, { x }) =>
      tf.scatterND(tf.tensor2d([[3], [1], [3]], [3, 1], "int32"), tf.transpose(tf.slice(x, [0, 0], [-1, 3])), [
        5,
        x.shape[0] ?? 0,
      ]),
    {
      input: rows(4),
      since: 16,
    },
  ),
  one("scatterND of means", (tf, { x }) =>
    tf.add(x, tf.scatterND(tf.tensor2d([[3], [1], [3]], [3, 1], "int32"), tf.slice(tf.mean(x, [0, 2]), 0, 3), [6])),
  ),
  one("tensorScatterUpdate", (tf, { x }) =>
    tf.add(
      x,
      tf.tensorScatterUpdate(
        tf.ones([6]),
        tf.tensor2d([[3], [1]], [2, 1], "int32"),
        tf.slice(tf.mean(x, [0, 2]), 0, 2),
      ),
    ),
  ),
  one("sparseToDense", (tf, { x }) =>
    tf.add(x, tf.sparseToDense(tf.tensor1d([1, 3], "int32"), tf.slice(tf.mean(x, [0, 2]), 0, 2), [6], 0.5)),
  ),
  one("unsortedSegmentSum", (tf, { x }) =>
    tf.unsortedSegmentSum(tf.transpose(x, [1, 0, 2]), tf.tensor1d([0, 1, 0, 1], "int32"), 2),
  ),
  one("unsortedSegmentSum of a fixed table", (tf, { x }) =>
    tf.unsortedSegmentSum(tf.mean(x, 0), tf.tensor1d([2, -1, 0, 2], "int32"), 3),
  ),
  one("bincount", (tf, { x }) =>
    tf.bincount(tf.cast(tf.abs(tf.round(tf.mean(x, [0, 2]))), "int32") as never, tf.tensor1d([1, 0.5, 2, 1]), 3),
  ),
  one("bincount without weights", (tf, { x }) =>
    tf.add(x, tf.sum(tf.bincount(tf.cast(tf.abs(tf.round(tf.mean(x, [0, 2]))), "int32") as never, tf.tensor1d([]), 6))),
  ),
];
