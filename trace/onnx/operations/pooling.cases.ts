import { type OperationCase, one, rows } from "../operation-case.js";

const picture = rows(7, 6, 3);

export const cases: readonly OperationCase[] = [
  one("maxPool", (tf, { x }) => tf.maxPool(x as never, 2, 2, "valid"), { input: picture }),
  one("maxPool, same, 3 by 2", (tf, { x }) => tf.maxPool(x as never, [3, 2], [2, 1], "same"), { input: picture }),
  one("avgPool", (tf, { x }) => tf.avgPool(x as never, 2, 2, "valid"), { input: picture }),
  one("avgPool, same: the padding is left out", (tf, { x }) => tf.avgPool(x as never, 3, 2, "same"), {
    input: picture,
  }),
  one("avgPool, same, stride 1", (tf, { x }) => tf.avgPool(x as never, 3, 1, "same"), { input: picture }),
  one("maxPool3d", (tf, { x }) => tf.maxPool3d(x as never, 2, 2, "same"), { input: rows(5, 4, 3, 2) }),
  one("avgPool3d", (tf, { x }) => tf.avgPool3d(x as never, 2, 2, "same"), { input: rows(5, 4, 3, 2) }),
  one("globalAverage", (tf, { x }) => tf.mean(x, [1, 2]), { input: picture }),
];
