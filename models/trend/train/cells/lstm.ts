import type { Tensor2D } from "@tensorflow/tfjs-node";
import { makeTensor } from "kilnjs";
import { glorot, orthogonal } from "../initial-weights.js";
import { weight } from "../weight.js";
import type { Cell } from "./cell.js";

/** Long short-term memory (Hochreiter and Schmidhuber 1997; Gers et al. 2000). Gates in order: input, forget, output, cell. */
export const lstm: Cell = {
  gates: 4,
  initialize: (random, features, units) => ({
    kernel: glorot(random, features, units, 4),
    recurrent: orthogonal(random, units, 4),
    // A forget gate that starts open lets gradients through from the first step (Jozefowicz et al. 2015).
    bias: makeTensor("float32", [4 * units], new Float32Array(4 * units).fill(1, units, 2 * units)),
  }),
  step(tf, weights, projected, state) {
    const units = (projected.shape[1] as number) / 4;
    const input =
      state === null ? projected : tf.add(projected, tf.matMul(state[0], weight<Tensor2D>(weights, "recurrent")));
    const [gateInput, cellInput] = tf.split(input, [3 * units, units], 1) as [Tensor2D, Tensor2D];
    const gates = tf.split(tf.sigmoid(gateInput), 3, 1) as [Tensor2D, Tensor2D, Tensor2D];
    const [take, keep, show] = gates;
    const taken = tf.mul(take, tf.tanh(cellInput)) as Tensor2D;
    const memory = (state?.[1] === undefined ? taken : tf.add(taken, tf.mul(keep, state[1]))) as Tensor2D;
    return [tf.mul(show, tf.tanh(memory)) as Tensor2D, memory];
  },
};
