import { weights } from "../case-weights.js";
import { type OperationCase, one, rows } from "../operation-case.js";

const picture = rows(6, 5, 3);

export const cases: readonly OperationCase[] = [
  one("same", (tf, { x }) => tf.dilation2d(x as never, weights(tf, 2, 3, 3), 1, "same"), { input: picture }),
  one("valid, stride 2", (tf, { x }) => tf.dilation2d(x as never, weights(tf, 2, 2, 3), 2, "valid"), {
    input: picture,
  }),
  one("dilated", (tf, { x }) => tf.dilation2d(x as never, weights(tf, 2, 2, 3), 1, "same", 2), { input: picture }),
];
