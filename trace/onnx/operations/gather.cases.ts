import { integers, type OperationCase, one } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("along an axis", (tf, { x }) => tf.gather(x, tf.tensor1d([2, 0, 2], "int32"), 1)),
  one("by values, from a table", (tf, { x }) => tf.gather(tf.tensor2d([[1], [2], [3], [4]]), x as never), {
    input: integers(4, 5),
  }),
  one("one number for each", (tf, { x }) => tf.gather(tf.tensor1d([0.1, 0.2, 0.3, 0.4]), x as never), {
    input: integers(4, 5),
  }),
  one("gatherND", (tf, { x }) =>
    tf
      .gatherND(
        tf.tensor2d([
          [1, 2],
          [3, 4],
        ]),
        tf.tensor2d([[0, 1]], [1, 2], "int32"),
      )
      .add(x),
  ),
  one(
    "gatherND by values",
    (tf, { x }) =>
      tf.gatherND(
        tf.tensor2d([
          [1, 2],
          [3, 4],
          [5, 6],
        ]),
        tf.expandDims(x, 2) as never,
      ),
    { input: integers(3, 2) },
  ),
];
