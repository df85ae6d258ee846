/** The logarithm of daily counts, in a form that every runtime computes alike. */
import type { Tensor } from "@tensorflow/tfjs-node";
import type { TF } from "kilnjs/trace";

/** Below this spread (in log units) a window counts as flat. */
const FLAT = 0.25;

/** Scales the level, log cases a day, to about 0..1. */
const LEVEL_SCALE = 0.1;

/** A window as logarithms, log(1 + |x|) with x's sign; all but `first` are [days, batch]. */
export interface SignedLog {
  /** The logarithm less that of the window's first day. */
  readonly rise: Tensor;
  /** The logarithm of the first day, [1, batch]. */
  readonly first: Tensor;
  /** How far each day is from the window's mean. */
  readonly deviation: Tensor;
  /** The same in units of the window's own spread, with a floor. */
  readonly scaled: Tensor;
  /** The mean, scaled to about 0..1; the same on every day. */
  readonly level: Tensor;
}

/**
 * Two runtimes give log(1e7) = 16.1 with a difference of 1e-6, which the network would blow up. So a day is divided by the
 * first one before the logarithm, not subtracted after it: the logarithm of a number near 1 is small, and so is its
 * error. It also makes the mean of equal days exactly equal to them.
 *
 * @param byDay [days, batch], cases a day.
 */
export function signedLog(tf: TF, byDay: Tensor): SignedLog {
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
  return { rise, first, deviation, scaled, level: tf.add(tf.mul(rise, 0), level) };
}
