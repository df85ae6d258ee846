import { type OperationCase, one, rows } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("a box", (tf, { x }) => tf.slice(x, [0, 1, 2], [-1, 2, 3])),
  one("all of the batch by its number", (tf, { x }) => tf.slice(x, [0, 1], [x.shape[0] ?? 0, 2])),
  one("all but the first example", (tf, { x }) => tf.slice(tf.concat([x, x], 0), [1, 0], [-1, 2]), { input: rows(4) }),
  one(
    "all but the last two examples",
    (tf, { x }) => tf.slice(tf.concat([x, x, x], 0), [0, 0], [3 * (x.shape[0] ?? 0) - 2, 2]),
    { input: rows(4) },
  ),
  one("the last example", (tf, { x }) => tf.slice(x, [(x.shape[0] ?? 1) - 1, 0], [1, 4]), { input: rows(4) }),
  one(
    "the second copy of the batch",
    (tf, { x, y }) => tf.slice(tf.concat([x, y, x], 0), [x.shape[0] ?? 0, 0], [x.shape[0] ?? 0, 4]),
    {
      input: rows(4),
    },
  ),
  one("nothing to cut", (tf, { x }) => tf.add(tf.slice(x, [0, 0, 0], [-1, -1, -1]), 1)),
];
