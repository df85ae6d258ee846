import { type OperationCase, one, rows } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("radius 2", (tf, { x }) => tf.localResponseNormalization(x as never, 2), { input: rows(4, 3, 6) }),
  one("other numbers", (tf, { x }) => tf.localResponseNormalization(x as never, 1, 2, 0.5, 0.75), {
    input: rows(4, 3, 6),
  }),
];
