import { type OperationCase, one, signed, truths } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("to whole numbers, cut off", (tf, { x }) => tf.cast(tf.mul(x, 3), "int32")),
  one("to truth values", (tf, { x }) => tf.cast(tf.round(x), "bool")),
  one("whole numbers to floats", (tf, { x }) => tf.cast(x, "float32"), { input: signed(9, 5) }),
  one("whole numbers to truth values", (tf, { x }) => tf.cast(x, "bool"), { input: signed(2, 5) }),
  one("truth values to floats", (tf, { x }) => tf.cast(x, "float32"), { input: truths(5) }),
  one("truth values to whole numbers", (tf, { x }) => tf.cast(x, "int32"), { input: truths(5) }),
];
