import type { Tensor2D } from "@tensorflow/tfjs-node";
import { filled, glorot, orthogonal } from "../initial-weights.js";
import { weight } from "../weight.js";
import type { Cell } from "./cell.js";

/**
 * The gated recurrent unit (Cho et al. 2014), with the reset gate applied after the matrix product, as cuDNN and PyTorch
 * have it, so that one product serves all gates; the recurrent part has no bias of its own. Gates in order: update, reset,
 * candidate.
 */
export const gru: Cell = {
  gates: 3,
  initialize: (random, features, units) => ({
    kernel: glorot(random, features, units, 3),
    recurrent: orthogonal(random, units, 3),
    bias: filled(0, 3 * units),
  }),
  step(tf, weights, projected, state) {
    const units = (projected.shape[1] as number) / 3;
    const [gateInput, candidateInput] = tf.split(projected, [2 * units, units], 1) as [Tensor2D, Tensor2D];
    if (state === null) {
      const update = tf.sigmoid(tf.slice(gateInput, [0, 0], [-1, units]));
      const candidate = tf.tanh(candidateInput);
      return [tf.sub(candidate, tf.mul(update, candidate)) as Tensor2D];
    }
    const [h] = state;
    const recurrent = tf.matMul(h, weight<Tensor2D>(weights, "recurrent"));
    const [gateState, candidateState] = tf.split(recurrent, [2 * units, units], 1) as [Tensor2D, Tensor2D];
    const [update, reset] = tf.split(tf.sigmoid(tf.add(gateInput, gateState)), 2, 1) as [Tensor2D, Tensor2D];
    const candidate = tf.tanh(tf.add(candidateInput, tf.mul(reset, candidateState)));
    return [tf.add(candidate, tf.mul(update, tf.sub(h, candidate))) as Tensor2D];
  },
};
