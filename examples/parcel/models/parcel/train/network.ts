/** The network: pure functions of weights and inputs, so that training can record them and export can convert them. */
import { type Random, type Tensors, tensorOf } from "kilnjs";
import type { TF } from "kilnjs/trace";
import { type TensorMap, tensorNamed } from "kilnjs/train";
import { zones } from "../contract.js";

/** What the graph answers. */
export interface Answer extends TensorMap {
  /** [batch], in euros. */
  readonly price: TensorMap[string];
  /** [batch, 3], in euros. */
  readonly shares: TensorMap[string];
}

/** The weights before the first step. */
export function initialWeights(random: Random): Tensors {
  return {
    "edges/weight": tensorOf("float32", [1, 3], random.fillNormal(new Float32Array(3)), "weights"),
    "zones/base": tensorOf("float32", [zones.length, 1], new Float32Array(zones.length), "weights"),
  };
}

/** price = shares summed + base of the destination; shares = edges in metres times their weights. */
export function forward(tf: TF, weights: TensorMap, inputs: TensorMap): Answer {
  const metres = tf.mul(tensorNamed(inputs, "edges"), 0.01); // [batch, 3]
  const shares = tf.mul(metres, tensorNamed(weights, "edges/weight")); // [batch, 3]
  const zone = tf.reshape(tensorNamed(inputs, "zone"), [-1]).toInt(); // [batch]
  const base = tf.matMul(tf.oneHot(zone, zones.length).toFloat(), tensorNamed(weights, "zones/base")); // [batch, 1]
  return { price: tf.add(tf.sum(shares, 1), tf.reshape(base, [-1])), shares };
}
