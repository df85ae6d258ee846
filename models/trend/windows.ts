/** Windows: which days of which country an example is made of. */
import { type LabelName, labelRules } from "./labels.js";

/** A stretch of target days, `from` to `to`, both included. A target day is the first day after a window. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

/** Examples as pairs of (series, target day), in that order. */
export interface WindowIndex {
  readonly series: Int32Array;
  readonly target: Int32Array;
}

/** The first and last target day for which window, label and the baseline's look back exist. */
export function targetDays(days: number, window: number, label: LabelName): DayRange {
  const { horizon, lookback } = labelRules[label];
  return { from: Math.max(window, lookback), to: days - horizon };
}

/** All windows of the given series whose target day lies in the range. */
export function indexWindows(series: readonly number[], range: DayRange): WindowIndex {
  const days = Math.max(0, range.to - range.from + 1);
  const index = { series: new Int32Array(series.length * days), target: new Int32Array(series.length * days) };
  series.forEach((number, i) => {
    for (let day = 0; day < days; day++) {
      index.series[i * days + day] = number;
      index.target[i * days + day] = range.from + day;
    }
  });
  return index;
}

/** Copies the `window` days before the target day into `into` at `offset`. */
export function copyWindow(
  increments: Float64Array,
  target: number,
  window: number,
  into: Float32Array,
  offset: number,
): void {
  into.set(increments.subarray(target - window, target), offset);
}
