import type { Tensor2D } from "@tensorflow/tfjs-node";
import { filled, glorot, orthogonal } from "../initial-weights.js";
import { weight } from "../weight.js";
import type { Cell } from "./cell.js";

/** h = tanh(x W + h U + b): the report's cell (Elman 1990). */
export const simpleRnn: Cell = {
  gates: 1,
  initialize: (random, features, units) => ({
    kernel: glorot(random, features, units),
    recurrent: orthogonal(random, units),
    bias: filled(0, units),
  }),
  step(tf, weights, projected, state) {
    if (state === null) return [tf.tanh(projected)];
    const input = tf.add(projected, tf.matMul(state[0], weight(weights, "recurrent")));
    return [tf.tanh(input) as Tensor2D];
  },
};
