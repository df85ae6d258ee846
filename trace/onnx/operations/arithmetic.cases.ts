import { type OperationCase, one, rows, signed } from "../operation-case.js";

const whole = signed(9, 5);

export const cases: readonly OperationCase[] = [
  one("add", (tf, { x, y }) => tf.add(x, y)),
  one("add, stretched over axes", (tf, { x, y }) => tf.add(tf.sum(x, 1, true), tf.sum(y, 2, true))),
  one("add of whole numbers", (tf, { x, y }) => tf.add(x, y), { input: whole }),
  one("sub", (tf, { x, y }) => tf.sub(x, y)),
  one("sub of a number", (tf, { x }) => tf.sub(1, x)),
  one("mul", (tf, { x, y }) => tf.mul(x, y)),
  one("mul of whole numbers", (tf, { x, y }) => tf.mul(x, y), { input: whole }),
  one("div", (tf, { x, y }) => tf.div(x, tf.add(tf.abs(y), 1))),
  one("div by zero", (tf, { x }) => tf.div(x, tf.mul(x, 0))),
  one("maximum", (tf, { x, y }) => tf.maximum(x, y)),
  one("minimum", (tf, { x, y }) => tf.minimum(x, y)),
  one("maximum and minimum of whole numbers", (tf, { x, y }) => tf.add(tf.maximum(x, y), tf.minimum(x, 3)), {
    input: whole,
  }),
  one("pow", (tf, { x, y }) => tf.pow(tf.add(tf.abs(x), 0.5), y)),
  one("pow of whole numbers", (tf, { x }) => tf.pow(x, tf.scalar(3, "int32")), { input: whole }),
  one("addN of three", (tf, { x, y }) => tf.addN([x, y, x])),
  one("addN of two", (tf, { x, y }) => tf.addN([x, y])),
  one("addN of whole numbers", (tf, { x, y }) => tf.addN([x, y, x]), { input: whole }),
  one("outer product", (tf, { x, y }) => tf.mul(tf.expandDims(x, 2), tf.expandDims(y, 1)), { input: rows(4) }),
  one("prelu", (tf, { x }) => tf.prelu(x, tf.tensor1d([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]))),
  one("mod by hand", (tf, { x, y }) => tf.sub(x, tf.mul(tf.floor(tf.div(x, y)), y)), {
    input: rows(4),
    tolerance: 1e-3,
  }),
];
