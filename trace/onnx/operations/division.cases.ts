import { type OperationCase, one, rows, signed } from "../operation-case.js";

const whole = signed(9, 5);

export const cases: readonly OperationCase[] = [
  one("divNoNan", (tf, { x, y }) => tf.divNoNan(x, tf.round(y)), { edges: [0, -0, 1 / 0] }),
  one("floorDiv of floats", (tf, { x, y }) => tf.floor(tf.div(tf.mul(x, 5), tf.add(tf.abs(y), 0.5))), {
    input: rows(4),
  }),
  one(
    "floorDiv of whole numbers of both signs",
    (tf, { x, y }) => tf.floorDiv(x, tf.add(tf.mul(tf.abs(y), 2), tf.scalar(1, "int32"))),
    { input: whole },
  ),
  one(
    "floorDiv by negative numbers",
    (tf, { x, y }) => tf.floorDiv(x, tf.sub(tf.mul(tf.abs(y), tf.scalar(-2, "int32")), tf.scalar(1, "int32"))),
    { input: whole },
  ),
  one("mod of floats", (tf, { x, y }) => tf.mod(x, tf.add(tf.abs(y), 1))),
  one("mod by negative floats", (tf, { x, y }) => tf.mod(x, tf.sub(tf.neg(tf.abs(y)), 1))),
  one("mod of whole numbers", (tf, { x, y }) => tf.mod(x, tf.add(tf.abs(y), tf.scalar(1, "int32"))), { input: whole }),
  one("mod by negative whole numbers", (tf, { x, y }) => tf.mod(x, tf.sub(tf.neg(tf.abs(y)), tf.scalar(1, "int32"))), {
    input: whole,
  }),
];
