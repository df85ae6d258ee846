/**
 * What the learnt baselines see of a window: its own shape, its size, its steps. They get no less than a network does, so
 * that being ahead of them means something.
 */
import { at } from "kilnjs";
import type { FeatureMatrix } from "kilnjs/train";

/** Keeps a constant window from being divided by nothing. */
const FLOOR = 1e-6;

/**
 * Features of windows of daily increments: the inverse hyperbolic sine of each day (a logarithm that takes negative
 * counts), standardised over its window; the mean of these before that; the differences between days; and, when weekdays
 * are given, which day of the week the window starts on, as seven columns of 0 or 1.
 *
 * @param windows row-major [rows, length], oldest day first.
 * @param startWeekdays of each row, 0 = Monday.
 */
export function windowFeatures(
  windows: ArrayLike<number>,
  length: number,
  startWeekdays?: ArrayLike<number>,
): FeatureMatrix {
  const rows = windows.length / length;
  const columns = 2 * length + (startWeekdays === undefined ? 0 : 7);
  const values = new Float64Array(rows * columns);
  const scaled = new Float64Array(length);
  for (let row = 0; row < rows; row++) {
    for (let day = 0; day < length; day++) scaled[day] = Math.asinh(at(windows, row * length + day, "day"));
    const [first = 0] = scaled;
    // The mean of equal numbers may be off in its last bit, and trees would split on that.
    const mean = scaled.every((value) => value === first)
      ? first
      : scaled.reduce((sum, value) => sum + value, 0) / length;
    const variance = scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / length;
    const deviation = Math.sqrt(variance) + FLOOR;
    let column = row * columns;
    for (const value of scaled) values[column++] = (value - mean) / deviation;
    values[column++] = mean;
    for (let day = 1; day < length; day++) values[column++] = (scaled[day] as number) - (scaled[day - 1] as number);
    if (startWeekdays !== undefined) values[column + at(startWeekdays, row)] = 1;
  }
  return { rows, columns, values };
}
