/** Each day of a window beside the days that one would compare it with. */
import type { Tensor, Tensor3D } from "@tensorflow/tfjs-node";
import type { TF } from "../../trace/tensorflow.js";
import { signedLog } from "./signed-log.js";
import { WEEK, weekdayFlags } from "./weekday-features.js";

/** Numbers of each day beside its weekday. */
export const COMPARISONS = 8;

/** Log ratios beyond this are cut: a correction of a year's cases is no more than "far less". */
const FAR = 4;

/**
 * Features of all days, [days, batch, 8 + 7]: deviation from the window's mean, the same in units of its spread, the mean;
 * then as logarithms of ratios, cut at +-4, the day against the window's last one, against the day before, against the
 * same weekday a week before (0 where there is none), and against the mean of the last 7 days; whether it had no case at
 * all; seven flags for its weekday. Negative counts have the logarithm of their size with a minus.
 *
 * @param byDay [days, batch], cases a day.
 * @param startWeekday [1, batch] int32, 0 = Monday.
 */
export function comparisonFeatures(tf: TF, byDay: Tensor, startWeekday: Tensor): Tensor3D {
  const days = byDay.shape[0] as number;
  const { rise, first, deviation, scaled, level } = signedLog(tf, byDay);
  const last = tf.slice(rise, [days - 1, 0], [1, -1]);
  const comparisons = [
    tf.sub(rise, last),
    over(tf, rise, 1),
    over(tf, rise, WEEK),
    againstWeek(tf, byDay, rise, first),
  ];
  const none = tf.cast(tf.equal(byDay, 0), "float32");
  const numbers = [deviation, scaled, level, ...comparisons.map((ratio) => tf.clipByValue(ratio, -FAR, FAR)), none];
  return tf.concat([tf.stack(numbers, 2) as Tensor3D, weekdayFlags(tf, startWeekday, days)], 2);
}

/** Each day less the one `lag` days before it; 0 for the first days, which have none. */
function over(tf: TF, rise: Tensor, lag: number): Tensor {
  const days = rise.shape[0] as number;
  const start = tf.mul(tf.slice(rise, [0, 0], [lag, -1]), 0);
  if (days === lag) return start;
  const later = tf.sub(tf.slice(rise, [lag, 0], [days - lag, -1]), tf.slice(rise, [0, 0], [days - lag, -1]));
  return tf.concat([start, later], 0);
}

/** Each day against the mean of the last seven, which counts as nothing where corrections make it negative. */
function againstWeek(tf: TF, byDay: Tensor, rise: Tensor, first: Tensor): Tensor {
  const days = byDay.shape[0] as number;
  const week = tf.mean(tf.slice(byDay, [days - WEEK, 0], [WEEK, -1]), 0, true);
  return tf.add(rise, tf.sub(first, tf.log(tf.add(tf.relu(week), 1))));
}
