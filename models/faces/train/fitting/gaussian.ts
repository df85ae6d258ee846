/** One component of a mixture: a normal distribution with a diagonal or a full covariance. */
import { at } from "kilnjs";
import { cholesky, packed, solveLower } from "kilnjs/train";
import type { Rows } from "../statistics/moments.js";

/** Which covariances a component may have. */
export type Covariance = "diagonal" | "full";

/** A normal distribution. `spread`: standard deviations, or the packed Cholesky factor. */
export interface Gaussian {
  readonly covariance: Covariance;
  readonly mean: Float64Array;
  readonly spread: Float64Array;
  /** log of the density at the mean. */
  readonly peak: number;
}

/** Log density at a row. `scratch` has the row's length and is overwritten. */
export function logDensity(
  { covariance, mean, spread, peak }: Gaussian,
  rows: Rows,
  row: number,
  scratch: Float64Array,
): number {
  const from = row * rows.width;
  if (covariance === "diagonal") {
    let squared = 0;
    for (let i = 0; i < mean.length; i++) {
      const x = ((rows.data[from + i] as number) - (mean[i] as number)) / (spread[i] as number);
      squared += x * x;
    }
    return peak - squared / 2;
  }
  for (let i = 0; i < mean.length; i++) scratch[i] = (rows.data[from + i] as number) - (mean[i] as number);
  return peak - solveLower(spread, scratch) / 2;
}

/** Weighted rows, added up: what a normal distribution is made from. */
export interface Scatter {
  /** Sum of the weights. */
  readonly total: number;
  readonly mean: Float64Array;
  /** Weighted sum of the squared offsets from the mean: each column's, or the packed lower triangle of all products. */
  readonly sum: Float64Array;
}

/** @param weight of a row: its share in this component. */
export function scatterOf(rows: Rows, weight: (row: number) => number, covariance: Covariance): Scatter {
  const { count, width, data } = rows;
  const mean = new Float64Array(width);
  let total = 0;
  for (let row = 0; row < count; row++) {
    const share = weight(row);
    if (share === 0) continue;
    total += share;
    for (let i = 0; i < width; i++) mean[i] = (mean[i] as number) + share * (data[row * width + i] as number);
  }
  for (let i = 0; i < width; i++) mean[i] = (mean[i] as number) / total;
  const sum = new Float64Array(covariance === "diagonal" ? width : packed(width, 0));
  const offset = new Float64Array(width);
  for (let row = 0; row < count; row++) {
    const share = weight(row);
    if (share < 1e-9) continue;
    for (let i = 0; i < width; i++) offset[i] = (data[row * width + i] as number) - (mean[i] as number);
    addScatter(sum, offset, share, covariance);
  }
  return { total, mean, sum };
}

/** What a component is pulled to that has few rows. */
export interface Shrinkage {
  /** Mean covariance of all components, in the form of `Scatter.sum`. */
  readonly towards: Float64Array;
  /** Rows that it counts as; 0 leaves the component to itself. */
  readonly rows: number;
}

/**
 * The normal distribution of a scatter: by maximum likelihood, or shrunk, the mode under an inverse Wishart prior (Fraley
 * and Raftery 2007).
 *
 * @param floor added to the variances, so that a component on few rows does not collapse onto them.
 */
export function gaussianOf(
  { total, mean, sum }: Scatter,
  covariance: Covariance,
  floor: Float64Array,
  { towards, rows }: Shrinkage,
): Gaussian {
  const width = mean.length;
  const shrunk = sum.map((value, i) => (value + (rows === 0 ? 0 : rows * at(towards, i))) / (total + rows));
  for (let i = 0; i < width; i++) {
    const place = covariance === "diagonal" ? i : packed(i, i);
    shrunk[place] = (shrunk[place] as number) + at(floor, i, "column");
  }
  const spread = covariance === "diagonal" ? shrunk.map(Math.sqrt) : cholesky(shrunk, width);
  return { covariance, mean, spread, peak: peakOf(spread, width, covariance) };
}

function addScatter(scatter: Float64Array, offset: Float64Array, share: number, covariance: Covariance): void {
  const width = offset.length;
  if (covariance === "diagonal") {
    for (let i = 0; i < width; i++) scatter[i] = (scatter[i] as number) + share * (offset[i] as number) ** 2;
    return;
  }
  for (let i = 0, row = 0; i < width; row += ++i) {
    const left = share * (offset[i] as number);
    for (let j = 0; j <= i; j++) scatter[row + j] = (scatter[row + j] as number) + left * (offset[j] as number);
  }
}

function peakOf(spread: Float64Array, width: number, covariance: Covariance): number {
  let peak = (-width / 2) * Math.log(2 * Math.PI);
  for (let i = 0; i < width; i++) {
    peak -= Math.log(spread[covariance === "diagonal" ? i : packed(i, i)] as number);
  }
  return peak;
}
