/** The weekday of each day of a window, from that of its first. Reporting has a weekly beat: much of tomorrow is in it. */
import type { Tensor, Tensor3D } from "@tensorflow/tfjs-node";
import type { TF } from "kilnjs/trace";

/** Days in a week. */
export const WEEK = 7;

/**
 * The weekday as a point on a circle, by the addition theorems from the first day's: no table, no one-hot.
 *
 * @param startWeekday [1, batch], 0 = Monday.
 * @returns two tensors [days, batch].
 */
export function weekdayCircle(tf: TF, startWeekday: Tensor, days: number): { sine: Tensor; cosine: Tensor } {
  const turn = (2 * Math.PI) / WEEK;
  const angle = tf.mul(tf.cast(startWeekday, "float32"), turn);
  const offsets = Array.from({ length: days }, (_, day) => turn * (day % WEEK));
  const sines = tf.tensor2d(offsets.map(Math.sin), [days, 1]);
  const cosines = tf.tensor2d(offsets.map(Math.cos), [days, 1]);
  const [sin, cos] = [tf.sin(angle), tf.cos(angle)];
  return {
    sine: tf.add(tf.mul(sines, cos), tf.mul(cosines, sin)),
    cosine: tf.sub(tf.mul(cosines, cos), tf.mul(sines, sin)),
  };
}

/**
 * The weekday as seven numbers of which one is 1: what is special about Sundays has nothing to do with what is about Mondays.
 *
 * @param startWeekday [1, batch] int32, 0 = Monday.
 * @returns [days, batch, 7].
 */
export function weekdayFlags(tf: TF, startWeekday: Tensor, days: number): Tensor3D {
  // Day d is weekday k when the window starts on k - d: a comparison with a constant, where the converter takes OneHot of
  // vectors only.
  const starts = Array.from({ length: days * WEEK }, (_, i) => {
    return ((((i % WEEK) - Math.floor(i / WEEK)) % WEEK) + WEEK) % WEEK;
  });
  const expected = tf.tensor3d(starts, [days, 1, WEEK], "int32");
  return tf.cast(tf.equal(tf.expandDims(startWeekday, 2), expected), "float32");
}
