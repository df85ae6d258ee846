/** From the recurrent state to the answer: one layer, or two, which may also read the window itself. */
import type { Tensor2D, Tensor3D } from "@tensorflow/tfjs-node";
import type { Random, Tensors } from "kilnjs";
import type { TF } from "kilnjs/trace";
import type { TensorMap } from "kilnjs/train";
import { featureCount, sharedCount } from "./features.js";
import { filled, glorot } from "./initial-weights.js";
import type { TrendSettings } from "./settings.js";
import { weight } from "./weight.js";

/** What the head's shape depends on. */
export type HeadSettings = Pick<TrendSettings, "units" | "headUnits" | "wide" | "features" | "window">;

/** What is multiplied in training (dropout). */
export interface HeadMasks {
  /** For the last state, [batch, units]. */
  readonly state: Tensor2D;
  /** For the hidden layer, [batch, headUnits], where there is one. */
  readonly hidden?: Tensor2D;
}

/** Weights before training: `kernel`, `bias`; with a hidden layer also `hidden/kernel`, `hidden/bias`. */
export function initialHead(settings: HeadSettings, random: Random, outputs: number): Tensors {
  const { headUnits } = settings;
  const width = settings.units + (settings.wide ? flatWidth(settings) : 0);
  if (headUnits === 0) return { kernel: glorot(random, width, outputs), bias: filled(0, outputs) };
  return {
    "hidden/kernel": glorot(random, width, headUnits),
    "hidden/bias": filled(0, headUnits),
    kernel: glorot(random, headUnits, outputs),
    bias: filled(0, outputs),
  };
}

/**
 * The answer, [batch, outputs].
 *
 * @param weights those of `initialHead`.
 * @param state the recurrent state after the last day, [batch, units].
 * @param features of all days, [days, batch, features]: read where `wide` is set, so that what one number of one day says
 *   need not be carried through the recurrence ("wide and deep", Cheng et al. 2016).
 */
export function headOutput(
  tf: TF,
  settings: HeadSettings,
  weights: TensorMap,
  state: Tensor2D,
  features: Tensor3D,
  masks?: HeadMasks,
): Tensor2D {
  const kept = masks === undefined ? state : tf.mul<Tensor2D>(state, masks.state);
  const read = settings.wide ? tf.concat([kept, flat(tf, settings, features)], 1) : kept;
  if (settings.headUnits === 0) return layer(tf, weights, "", read);
  const linear = layer(tf, weights, "hidden/", read);
  const hidden = tf.mul<Tensor2D>(linear, tf.sigmoid(linear)); // SiLU (Elfwing et al. 2018)
  return layer(tf, weights, "", masks?.hidden === undefined ? hidden : tf.mul<Tensor2D>(hidden, masks.hidden));
}

/** A window's numbers side by side, [batch, flatWidth]; what all days share once, as the last one has it. */
function flat(tf: TF, settings: HeadSettings, features: Tensor3D): Tensor2D {
  const { daily, shared } = widths(settings);
  const [days] = features.shape;
  const byWindow = tf.transpose(tf.slice(features, [0, 0, 0], [-1, -1, daily]), [1, 0, 2]);
  const beside = tf.reshape(byWindow, [-1, days * daily]) as Tensor2D;
  if (shared === 0) return beside;
  const last = tf.slice(features, [days - 1, 0, daily], [1, -1, shared]);
  return tf.concat([beside, tf.reshape(last, [-1, shared]) as Tensor2D], 1);
}

function flatWidth(settings: HeadSettings): number {
  const { daily, shared } = widths(settings);
  return settings.window * daily + shared;
}

function widths({ features }: HeadSettings): { daily: number; shared: number } {
  const shared = sharedCount[features];
  return { daily: featureCount[features] - shared, shared };
}

function layer(tf: TF, weights: TensorMap, path: string, input: Tensor2D): Tensor2D {
  return tf.add(tf.matMul(input, weight<Tensor2D>(weights, `${path}kernel`)), weight(weights, `${path}bias`));
}
