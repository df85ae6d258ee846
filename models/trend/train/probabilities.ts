/** From what the head says to probabilities: of an increase, and of each of several classes. */
import { sigmoid } from "./calibration.js";

/**
 * Probability of an increase for each row.
 *
 * @param values the head's numbers, row by row: one log odds, or `width` numbers of which those above the middle rise.
 */
export function increaseProbabilities(values: ArrayLike<number>, width: number, temperature: number): Float64Array {
  if (width === 1) return Float64Array.from(values, (logit) => sigmoid(logit / temperature));
  const classes = classProbabilities(values, width, temperature);
  const firstRising = Math.ceil(width / 2);
  return Float64Array.from({ length: classes.length / width }, (_, row) => {
    const rising = classes.subarray(row * width + firstRising, (row + 1) * width);
    return Math.min(
      1,
      rising.reduce((sum, value) => sum + value, 0),
    );
  });
}

/** Softmax of each row of `width` numbers, the largest taken off first so that nothing overflows. */
export function classProbabilities(values: ArrayLike<number>, width: number, temperature: number): Float64Array {
  const probabilities = Float64Array.from(values, (value) => value / temperature);
  for (let from = 0; from < probabilities.length; from += width) {
    const row = probabilities.subarray(from, from + width);
    const most = row.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
    let total = 0;
    row.forEach((value, k) => {
      row[k] = Math.exp(value - most);
      total += row[k] as number;
    });
    row.forEach((value, k) => {
      row[k] = value / total;
    });
  }
  return probabilities;
}
