import { EDGES, type OperationCase, one, signed } from "../operation-case.js";

export const cases: readonly OperationCase[] = [
  one("relu", (tf, { x }) => tf.relu(x), { edges: EDGES.filter((edge) => !Number.isNaN(edge)) }),
  one("relu of whole numbers", (tf, { x }) => tf.relu(x), { input: signed(9, 5) }),
  one("relu6", (tf, { x }) => tf.relu6(tf.mul(x, 5)), { edges: [6, 1e7, -1e7, 1 / 0] }),
  one("elu", (tf, { x }) => tf.elu(x), { edges: [1e7, -1e7, 1e-7] }),
  one("selu", (tf, { x }) => tf.selu(x), { edges: [-1e7, 1e-7] }),
  one("leakyRelu", (tf, { x }) => tf.leakyRelu(x, 0.3), { edges: EDGES }),
  one("softmax", (tf, { x }) => tf.softmax(x), { edges: [1e7, -1e7, 80] }),
  one("logSoftmax", (tf, { x }) => tf.logSoftmax(x)),
  one("logSumExp", (tf, { x }) => tf.logSumExp(x, -1)),
  one("clipByValue", (tf, { x }) => tf.clipByValue(x, -0.5, 0.25), { edges: [1 / 0, -1 / 0, -0.5] }),
  one("clipByValue of whole numbers", (tf, { x }) => tf.clipByValue(x, -2, 3), { input: signed(9, 5) }),
  one("step", (tf, { x }) => tf.step(x, 0.3), { edges: [0, 0 / 0] }),
  one("the slope of elu", (tf, { x }) => tf.grad((z) => tf.elu(z))(x)),
];
