import { type OperationCase, one } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("every second", (tf, { x }) => tf.stridedSlice(x, [0, 0, 1], [x.shape[0] ?? 0, 4, 6], [1, 2, 2])),
  one("backwards", (tf, { x }) => tf.stridedSlice(x, [0, 3, 5], [x.shape[0] ?? 0, 0, 0], [1, -1, -2])),
  one("from the end", (tf, { x }) => tf.stridedSlice(x, [0, -3, -2], [x.shape[0] ?? 0, -1, 6], [1, 1, 1])),
  one("masks: from the start, to the end", (tf, { x }) => tf.stridedSlice(x, [1, 1, 1], [1, 3, 4], [1, 1, 1], 3, 1)),
  one("masks: an axis dropped", (tf, { x }) =>
    tf.stridedSlice(x, [0, 1, 0], [x.shape[0] ?? 0, 2, 6], [1, 1, 1], 0, 0, 0, 0, 2),
  ),
];
