/**
 * What an optimizer is here: a pure function. Everything it remembers is in its state, a flat record of tensors that a
 * checkpoint can write and a captured step can take in and give back; the learning rate is a tensor, so that a
 * schedule needs no new graph.
 */

import type { Scalar, Tensor } from "@tensorflow/tfjs-node";
import type { TF } from "../../trace/tensorflow.js";

/** Tensors by name: weights, gradients, the state of an optimizer. */
export type Tensors = Record<string, Tensor>;

/** What one update gives: new tensors under the same names; the old ones are untouched and still the caller's. */
export type Updated = {
  readonly weights: Tensors;
  readonly state: Tensors;
};

/** A pure optimizer. */
export interface Optimizer {
  /** What the run directory and the log call it. */
  readonly name: string;
  /** The state before the first step: float32 tensors named `<slot>/<weight>`, and scalars such as `step`. */
  init(tf: TF, weights: Tensors): Tensors;
  /**
   * One step down the gradients.
   *
   * @param gradients one for each weight, under the same name, of the same shape
   * @param learningRate float32 scalar
   */
  update(tf: TF, state: Tensors, weights: Tensors, gradients: Tensors, learningRate: Scalar): Updated;
}

/**
 * The tensor called `name`.
 *
 * @throws Error when it is missing: a bug in the caller, who passed a state of another optimizer or other weights.
 */
export function tensorNamed(tensors: Tensors, name: string): Tensor {
  const tensor = tensors[name];
  if (tensor === undefined) {
    throw new Error(`no tensor is called ${JSON.stringify(name)} among ${Object.keys(tensors).join(", ") || "none"}`);
  }
  return tensor;
}

/** A slot of zeros for each weight, named `<slot>/<weight>`. */
export function zeroSlots(tf: TF, slot: string, weights: Tensors): Tensors {
  return filledSlots(tf, slot, weights, 0);
}

/** A slot filled with one value for each weight, named `<slot>/<weight>`. */
export function filledSlots(tf: TF, slot: string, weights: Tensors, value: number): Tensors {
  const slots: Tensors = {};
  for (const [name, weight] of Object.entries(weights)) slots[`${slot}/${name}`] = tf.fill(weight.shape, value);
  return slots;
}
