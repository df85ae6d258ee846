/** Each day of a window beside the days that one would compare it with. */
import type { Tensor, Tensor3D } from "@tensorflow/tfjs-node";
import { at } from "kilnjs";
import type { TF } from "kilnjs/trace";
import { signedLog } from "./signed-log.js";
import { WEEK, weekdayFlags } from "./weekday-features.js";

/** Numbers of each day. */
export const DAILY = 8;

/** Numbers that are the same on all days of a window, its weekdays included. */
export const SHARED = 3 + WEEK;

/** Below this spread (in log units, of the order of 5 %) a window counts as flat. */
const FLAT = 0.05;

/** Log ratios beyond this are cut: a correction of a year's cases is no more than "far less". */
const FAR = 4;

/** Brings the logarithm of daily cases, 0 to 10 nearly always, to about -1.5..2.5. */
const [MIDDLE, SCALE] = [4, 0.4];

/**
 * Features of all days, [days, batch, 8 + 10].
 *
 * Of each day: its logarithm in units of the window's spread, around the window's mean; as logarithms of ratios, cut at
 * +-4, the day against the window's last one, the day before, the same weekday a week before (0 where there is none) and
 * the mean of the last 7 days; its logarithm as it is; 1 / sqrt(1 + cases), the relative noise of a count; whether it
 * had no case. Of the window: the mean of its logarithms, the logarithm of its spread, the logarithm of its last week's
 * mean over that of the days before it, up to 7; seven flags for the weekday of the day. Negative counts have the
 * logarithm of their size with a minus.
 *
 * @param byDay [days, batch], cases a day; at least 7 days.
 * @param startWeekday [1, batch] int32, 0 = Monday.
 */
export function comparisonFeatures(tf: TF, byDay: Tensor, startWeekday: Tensor): Tensor3D {
  const days = at(byDay.shape, 0, "dimension");
  const { rise, first, deviation } = signedLog(tf, byDay);
  const variance = tf.add(tf.mean(tf.square(deviation), 0, true), FLAT * FLAT);
  const last = tf.slice(rise, [days - 1, 0], [1, -1]);
  const week = logOfMean(tf, byDay, days - WEEK, WEEK);
  const cut = (ratio: Tensor): Tensor => tf.clipByValue(ratio, -FAR, FAR);
  const daily = [
    tf.mul(deviation, tf.rsqrt(variance)),
    cut(tf.sub(rise, last)),
    cut(over(tf, rise, 1)),
    cut(over(tf, rise, WEEK)),
    cut(tf.add(rise, tf.sub(first, week))),
    scaled(tf, tf.add(rise, first)),
    tf.rsqrt(tf.add(tf.relu(byDay), 1)),
    tf.cast(tf.equal(byDay, 0), "float32"),
  ];
  const earlier = Math.min(WEEK, days - WEEK);
  const growth = earlier === 0 ? tf.mul(last, 0) : tf.sub(week, logOfMean(tf, byDay, days - WEEK - earlier, earlier));
  const window = [
    scaled(tf, tf.add(first, tf.mean(rise, 0, true))),
    tf.add(tf.mul(tf.log(variance), 0.5), 1),
    cut(growth),
  ];
  // What belongs to the window is added to zeros of its shape, which repeats it for every day.
  const zeros = tf.mul(rise, 0);
  const numbers = tf.stack([...daily, ...window.map((value) => tf.add(zeros, value))], 2) as Tensor3D;
  return tf.concat([numbers, weekdayFlags(tf, startWeekday, days)], 2);
}

function scaled(tf: TF, logarithm: Tensor): Tensor {
  return tf.mul(tf.sub(logarithm, MIDDLE), SCALE);
}

/** Each day less the one `lag` days before it; 0 for the first days, which have none. */
function over(tf: TF, rise: Tensor, lag: number): Tensor {
  const days = at(rise.shape, 0, "dimension");
  const start = tf.mul(tf.slice(rise, [0, 0], [lag, -1]), 0);
  if (days === lag) return start;
  const later = tf.sub(tf.slice(rise, [lag, 0], [days - lag, -1]), tf.slice(rise, [0, 0], [days - lag, -1]));
  return tf.concat([start, later], 0);
}

/** log(1 + mean) of some days, [1, batch]; a mean that corrections make negative counts as nothing. */
function logOfMean(tf: TF, byDay: Tensor, from: number, count: number): Tensor {
  const mean = tf.mean(tf.slice(byDay, [from, 0], [count, -1]), 0, true);
  return tf.log(tf.add(tf.relu(mean), 1));
}
