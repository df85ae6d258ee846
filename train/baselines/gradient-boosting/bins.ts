/** Features as small whole numbers: a histogram of at most 255 bins finds splits in a fraction of the time of sorting. */
import type { FeatureMatrix } from "../matrix.js";

/** The most bins of a feature. */
export const MAXIMUM_BINS = 255;

/** Upper ends of each feature's bins, ascending: a value up to `thresholds[b]` and above the one before is in bin `b`. */
export type Binning = readonly Float64Array[];

/** Chooses bins for each feature: one a distinct value where there are few, else bins of about equally many rows. */
export function chooseBins({ rows, columns, values }: FeatureMatrix, maximum = MAXIMUM_BINS): Binning {
  return Array.from({ length: columns }, (_, column) => {
    const sorted = Float64Array.from({ length: rows }, (_, row) => values[row * columns + column] as number).sort();
    const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
    return distinct.length <= maximum ? midpoints(distinct) : percentiles(sorted, maximum);
  });
}

/** Bin numbers, one array for each feature. */
export function binned({ rows, columns, values }: FeatureMatrix, binning: Binning): Uint8Array[] {
  return binning.map((thresholds, column) => {
    const bins = new Uint8Array(rows);
    for (let row = 0; row < rows; row++) bins[row] = binOf(values[row * columns + column] as number, thresholds);
    return bins;
  });
}

function binOf(value: number, thresholds: Float64Array): number {
  let [low, high] = [0, thresholds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (thresholds[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function midpoints(distinct: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.max(0, distinct.length - 1) }, (_, i) => {
    return ((distinct[i] as number) + (distinct[i + 1] as number)) / 2;
  });
}

/** Percentiles by the averaged inverse of the distribution function (numpy's `averaged_inverted_cdf`). */
function percentiles(sorted: Float64Array, bins: number): Float64Array {
  const ends = Float64Array.from({ length: bins - 1 }, (_, i) => {
    const place = ((i + 1) * sorted.length) / bins;
    const above = sorted[Math.floor(place)] as number;
    return Number.isInteger(place) ? ((sorted[place - 1] as number) + above) / 2 : above;
  });
  return ends.filter((value, i) => i === 0 || value !== ends[i - 1]);
}
