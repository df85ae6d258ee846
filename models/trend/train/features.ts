/**
 * From raw increments to what the network reads. It is part of the graph, so that every client sends raw values. Each
 * form must give the same numbers in every runtime, for constant windows, corrections and counts of 1e7 alike: nothing is
 * divided by a spread that may be almost nothing.
 */
import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-node";
import type { TF } from "kilnjs/trace";
import { comparisonFeatures, DAILY, SHARED } from "./comparison-features.js";
import type { TrendSettings } from "./settings.js";
import { signedLog } from "./signed-log.js";
import { weekdayCircle } from "./weekday-features.js";

/** How many numbers each day becomes. */
export const featureCount = {
  signedLog: 5,
  minMax: 1,
  comparisons: DAILY + SHARED,
} as const satisfies Record<TrendSettings["features"], number>;

/** How many of these, the last ones, belong to the window (or follow from the weekday of one day): one day's tell every day's. */
export const sharedCount = { signedLog: 3, minMax: 0, comparisons: SHARED } as const satisfies Record<
  TrendSettings["features"],
  number
>;

/**
 * Features of all days, time first: [days, batch, features].
 *
 * @param increments [batch, days], cases a day.
 * @param startWeekday [batch, 1] int32, 0 = Monday.
 */
export function windowFeatures(
  tf: TF,
  form: TrendSettings["features"],
  increments: Tensor2D,
  startWeekday: Tensor2D,
): Tensor3D {
  const byDay = tf.transpose(increments); // [days, batch]
  if (form === "minMax") return tf.expandDims(minMax(tf, byDay), 2);
  const start = tf.transpose(startWeekday);
  if (form === "comparisons") return comparisonFeatures(tf, byDay, start);
  const { deviation, scaled, level } = signedLog(tf, byDay);
  const { sine, cosine } = weekdayCircle(tf, start, increments.shape[1]);
  return tf.stack([deviation, scaled, level, sine, cosine], 2) as Tensor3D;
}

/** The window between its own smallest and largest day: 0..1, and 0 where all days are alike. */
function minMax(tf: TF, byDay: Tensor): Tensor2D {
  const low = tf.min(byDay, 0, true);
  const range = tf.sub(tf.max(byDay, 0, true), low);
  return tf.div(tf.sub(byDay, low), tf.maximum(range, 1));
}
