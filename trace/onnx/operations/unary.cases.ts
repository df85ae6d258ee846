import { EDGES, type OperationCase, one, signed } from "../operation-case.js";

const whole = signed(9, 5);

export const cases: readonly OperationCase[] = [
  one("abs", (tf, { x }) => tf.abs(x), { edges: EDGES }),
  one("abs of whole numbers", (tf, { x }) => tf.abs(x), { input: whole }),
  one("acos", (tf, { x }) => tf.acos(tf.tanh(x)), { edges: [1, -1, 2] }),
  one("acosh", (tf, { x }) => tf.acosh(tf.add(tf.abs(x), 1))),
  one("asin", (tf, { x }) => tf.asin(tf.tanh(x))),
  one("asinh", (tf, { x }) => tf.asinh(x)),
  one("atan", (tf, { x }) => tf.atan(x), { edges: EDGES }),
  one("atanh", (tf, { x }) => tf.atanh(tf.mul(tf.tanh(x), 0.9))),
  one("ceil", (tf, { x }) => tf.ceil(x), { edges: EDGES }),
  one("cos", (tf, { x }) => tf.cos(x)),
  one("cosh", (tf, { x }) => tf.cosh(x)),
  one("erf", (tf, { x }) => tf.erf(x), { edges: EDGES }),
  one("exp", (tf, { x }) => tf.exp(x), { edges: [-1e7, 100, 1 / 0, -1 / 0, 0 / 0] }),
  one("floor", (tf, { x }) => tf.floor(x), { edges: EDGES }),
  one("log", (tf, { x }) => tf.log(tf.abs(x)), { edges: EDGES }),
  one("logSigmoid", (tf, { x }) => tf.logSigmoid(x)),
  one("neg", (tf, { x }) => tf.neg(x), { edges: EDGES }),
  one("neg of whole numbers", (tf, { x }) => tf.neg(x), { input: whole }),
  one("reciprocal", (tf, { x }) => tf.reciprocal(tf.add(tf.abs(x), 0.5)), { edges: [0, 1 / 0] }),
  one("round", (tf, { x }) => tf.round(x), { edges: [...EDGES, 0.5, 1.5, 2.5, -0.5, -1.5] }),
  one("sigmoid", (tf, { x }) => tf.sigmoid(x), { edges: EDGES }),
  one("sign", (tf, { x }) => tf.sign(x), { edges: [0, -0, 1e-30, -1e7, 1 / 0] }),
  one("sin", (tf, { x }) => tf.sin(x)),
  one("sinh", (tf, { x }) => tf.sinh(x)),
  one("softplus", (tf, { x }) => tf.softplus(x), { edges: [1e7, -1e7, 1 / 0, -1 / 0, 30, -30] }),
  one("sqrt", (tf, { x }) => tf.sqrt(tf.abs(x)), { edges: EDGES }),
  one("tan", (tf, { x }) => tf.tan(tf.tanh(x))),
  one("tanh", (tf, { x }) => tf.tanh(x), { edges: EDGES }),
];
