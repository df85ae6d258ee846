/**
 * From raw increments to what the network reads. It is part of the graph, so that every client sends raw values. Each
 * form must give the same numbers in every runtime, for constant windows, corrections and counts of 1e7 alike: nothing is
 * divided by a spread that may be almost nothing.
 */
import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-node";
import type { TF } from "../../trace/tensorflow.js";
import type { TrendSettings } from "./settings.js";

/** How many numbers each day becomes. */
export const featureCount = { signedLog: 5, minMax: 1 } as const satisfies Record<TrendSettings["features"], number>;

/** Below this spread (in log units) a window counts as flat. */
const FLAT = 0.25;

/** Scales the level, log cases a day, to about 0..1. */
const LEVEL_SCALE = 0.1;

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
  const { deviation, scaled, level } = signedLog(tf, byDay);
  const { sine, cosine } = weekdayCircle(tf, tf.transpose(startWeekday), increments.shape[1]);
  return tf.stack([deviation, scaled, level, sine, cosine], 2) as Tensor3D;
}

/** The window between its own smallest and largest day: 0..1, and 0 where all days are alike. */
function minMax(tf: TF, byDay: Tensor): Tensor2D {
  const low = tf.min(byDay, 0, true);
  const range = tf.sub(tf.max(byDay, 0, true), low);
  return tf.div(tf.sub(byDay, low), tf.maximum(range, 1));
}

/**
 * The window as logarithms, log(1 + |x|) with x's sign: how far each day is from the window's mean, the same in units of
 * the window's own spread, and the mean itself.
 *
 * Two runtimes give log(1e7) = 16.1 with a difference of 1e-6, which the network would blow up. So a day is divided by the
 * first one before the logarithm, not subtracted after it: the logarithm of a number near 1 is small, and so is its
 * error. It also makes the mean of equal days exactly equal to them.
 */
function signedLog(tf: TF, byDay: Tensor): { deviation: Tensor; scaled: Tensor; level: Tensor } {
  const gains = tf.add(tf.relu(byDay), 1);
  const losses = tf.add(tf.relu(tf.neg(byDay)), 1);
  const [firstGain, firstLoss] = [tf.slice(gains, [0, 0], [1, -1]), tf.slice(losses, [0, 0], [1, -1])];
  const rise = tf.sub(tf.log(tf.div(gains, firstGain)), tf.log(tf.div(losses, firstLoss)));
  const mean = tf.mean(rise, 0, true);
  const deviation = tf.sub(rise, mean);
  const variance = tf.mean(tf.square(deviation), 0, true);
  // rsqrt, not a division by sqrt: TensorFlow's graph optimizer would turn that into this, and a captured step would have
  // other bits than an eager one.
  const scaled = tf.mul(deviation, tf.rsqrt(tf.add(variance, FLAT * FLAT)));
  const first = tf.sub(tf.log(firstGain), tf.log(firstLoss)); // log, not Log1p, which the converter lacks
  const level = tf.mul(tf.add(first, mean), LEVEL_SCALE);
  // The level is the same on every day; adding it to zeros of the window's shape repeats it.
  return { deviation, scaled, level: tf.add(tf.mul(rise, 0), level) };
}

/** Each day's weekday as a point on a circle, by the addition theorems from the first day's: no table, no one-hot. */
function weekdayCircle(tf: TF, startWeekday: Tensor, days: number): { sine: Tensor; cosine: Tensor } {
  const turn = (2 * Math.PI) / 7;
  const angle = tf.mul(tf.cast(startWeekday, "float32"), turn); // [1, batch]
  const offsets = Array.from({ length: days }, (_, day) => turn * (day % 7));
  const sines = tf.tensor2d(offsets.map(Math.sin), [days, 1]);
  const cosines = tf.tensor2d(offsets.map(Math.cos), [days, 1]);
  const [sin, cos] = [tf.sin(angle), tf.cos(angle)];
  return {
    sine: tf.add(tf.mul(sines, cos), tf.mul(cosines, sin)),
    cosine: tf.sub(tf.mul(cosines, cos), tf.mul(sines, sin)),
  };
}
