/** The network of `trend`: features, a recurrent cell over the days, a head. */
import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import type { Random, Tensors } from "kilnjs";
import type { TF } from "kilnjs/trace";
import { scope } from "kilnjs/trace";
import type { TensorMap } from "kilnjs/train";
import { labelRules } from "../labels.js";
import type { Cell, CellState } from "./cells/cell.js";
import { gru } from "./cells/gru.js";
import { lstm } from "./cells/lstm.js";
import { simpleRnn } from "./cells/simple-rnn.js";
import { featureCount, windowFeatures } from "./features.js";
import { type HeadMasks, headOutput, initialHead } from "./head.js";
import type { TrendSettings } from "./settings.js";
import { below, weight } from "./weight.js";

const cells: Readonly<Record<TrendSettings["cell"], Cell>> = { simpleRNN: simpleRnn, gru, lstm };

/** What the network's shape depends on. */
export type NetworkSettings = Pick<
  TrendSettings,
  "cell" | "units" | "features" | "headUnits" | "wide" | "window" | "label"
>;

/** Numbers that the head gives for a window: the log odds of an increase, or one number for each of several classes. */
export function outputsOf({ label }: Pick<TrendSettings, "label">): number {
  const classes = labelRules[label].classes.length;
  return classes === 2 ? 1 : classes;
}

/** Weights before training: `<cell>/kernel`, `<cell>/recurrent`, `<cell>/bias`, and below `head/` those of `initialHead`. */
export function initialWeights(settings: NetworkSettings, random: Random): Tensors {
  const cell = cells[settings.cell].initialize(random, featureCount[settings.features], settings.units);
  return { ...placed(settings.cell, cell), ...placed("head", initialHead(settings, random, outputsOf(settings))) };
}

/**
 * What the head says, not calibrated: log odds of an increase, [batch]; of several classes, [batch, classes].
 *
 * @param increments [batch, days], raw.
 * @param startWeekday [batch, 1] int32, 0 = Monday.
 * @param masks dropout, in training.
 */
export function logits(
  tf: TF,
  settings: NetworkSettings,
  weights: TensorMap,
  increments: Tensor2D,
  startWeekday: Tensor2D,
  masks?: HeadMasks,
): Tensor1D | Tensor2D {
  const features = scope("features", () => windowFeatures(tf, settings.features, increments, startWeekday));
  const last = scope(settings.cell, () => lastState(tf, cells[settings.cell], below(weights, settings.cell), features));
  return scope("head", () => {
    const output = headOutput(tf, settings, below(weights, "head"), last, features, masks);
    return outputsOf(settings) === 1 ? (tf.reshape(output, [-1]) as Tensor1D) : output;
  });
}

function placed(path: string, tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${path}/${name}`, tensor]));
}

function lastState(tf: TF, cell: Cell, weights: TensorMap, features: Tensor): Tensor2D {
  const [days = 0, , width = 0] = features.shape;
  const projectedWidth = weight<Tensor2D>(weights, "kernel").shape[1];
  // One product for all days: [days * batch, features] x [features, units * gates].
  const flat = tf.reshape(features, [-1, width]);
  const projected = scope("input", () => tf.add(tf.matMul(flat, weight(weights, "kernel")), weight(weights, "bias")));
  const inputs = tf.unstack(tf.reshape(projected, [days, -1, projectedWidth])) as Tensor2D[];
  let state: CellState | null = null;
  for (const [day, input] of inputs.entries()) {
    const before: CellState | null = state;
    state = scope(`step${day}`, () => cell.step(tf, weights, input, before));
  }
  if (state === null) throw new RangeError("a window has at least one day");
  return state[0];
}
