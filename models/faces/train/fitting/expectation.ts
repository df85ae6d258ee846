/** Expectation maximisation for Gaussian mixtures (Dempster, Laird and Rubin 1977), seeded by k-means++. */
import { setImmediate } from "node:timers/promises";
import type { Random } from "kilnjs";
import { InterruptedError } from "kilnjs";
import { type Rows, variancesOf } from "../statistics/moments.js";
import { type Covariance, type Gaussian, gaussianOf, logDensity, scatterOf } from "./gaussian.js";

/** A mixture while it is fitted. */
export interface FittedMixture {
  readonly weights: Float64Array;
  readonly components: readonly Gaussian[];
}

/** How to fit. */
export interface FitOptions {
  readonly components: number;
  readonly covariance: Covariance;
  /** Rows that the components' mean covariance counts as in each component's own; default 0. */
  readonly shrinkage?: number;
  readonly random: Random;
  readonly iterations?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Part of a column's variance that each component's is raised by. */
const FLOOR = 1e-3;
/** Of a column that does not vary at all. */
const SMALLEST_VARIANCE = 1e-8;
/** Nats a row by which the likelihood must still rise to go on. */
const TOLERANCE = 1e-3;

/**
 * Fits a mixture to rows.
 *
 * @throws InterruptedError when the signal is aborted.
 */
export async function fitMixture(rows: Rows, options: FitOptions): Promise<FittedMixture> {
  const { covariance, shrinkage = 0, random, iterations = 60, signal } = options;
  const floor = variancesOf(rows).map((variance) => Math.max(variance * FLOOR, SMALLEST_VARIANCE));
  const centres = chooseCentres(rows, options.components, random);
  let shares = nearestShares(rows, centres);
  const form = { covariance, shrinkage, floor };
  let mixture = maximise(rows, shares, centres.length, form);
  let before = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < iterations; i++) {
    const expected = expect(rows, mixture);
    if (expected.likelihood - before < TOLERANCE) break;
    before = expected.likelihood;
    shares = expected.shares;
    mixture = maximise(rows, shares, mixture.components.length, form);
    await setImmediate(); // a Ctrl-C must get through
    if (signal?.aborted) throw new InterruptedError("stopped while fitting the mixture");
  }
  return mixture;
}

/** Mean log density of rows under a mixture, in nats. */
export function meanLogLikelihood(rows: Rows, mixture: FittedMixture): number {
  return expect(rows, mixture).likelihood;
}

/** Which share each component has in each row, [count, components], and the mean log density. */
function expect(rows: Rows, { weights, components }: FittedMixture): { shares: Float64Array; likelihood: number } {
  const k = components.length;
  if (weights.length !== k) throw new RangeError(`${weights.length} weights beside ${k} components`);
  if (components.some(({ mean }) => mean.length !== rows.width) || rows.data.length < rows.count * rows.width) {
    throw new RangeError(`${rows.data.length} numbers are not ${rows.count} rows of the mixture's width`);
  }
  const shares = new Float64Array(rows.count * k);
  const scratch = new Float64Array(rows.width);
  const logWeights = weights.map(Math.log);
  let likelihood = 0;
  for (let row = 0; row < rows.count; row++) {
    let highest = Number.NEGATIVE_INFINITY;
    components.forEach((component, c) => {
      const value = (logWeights[c] as number) + logDensity(component, rows, row, scratch);
      shares[row * k + c] = value;
      if (value > highest) highest = value;
    });
    let sum = 0;
    for (let c = 0; c < k; c++) {
      const value = Math.exp((shares[row * k + c] as number) - highest);
      shares[row * k + c] = value;
      sum += value;
    }
    for (let c = 0; c < k; c++) shares[row * k + c] = (shares[row * k + c] as number) / sum;
    likelihood += highest + Math.log(sum);
  }
  return { shares, likelihood: likelihood / rows.count };
}

function maximise(
  rows: Rows,
  shares: Float64Array,
  k: number,
  { covariance, shrinkage, floor }: { covariance: Covariance; shrinkage: number; floor: Float64Array },
): FittedMixture {
  const totals = new Float64Array(k);
  for (let i = 0; i < shares.length; i++) totals[i % k] = (totals[i % k] as number) + (shares[i] as number);
  // A component without rows has nothing to be fitted to: it is dropped.
  const kept = Array.from(totals.keys()).filter((c) => (totals[c] as number) > 1e-6 * rows.count);
  const sum = kept.reduce((total, c) => total + (totals[c] as number), 0);
  const scatters = kept.map((c) => scatterOf(rows, (row) => shares[row * k + c] as number, covariance));
  const towards = new Float64Array(scatters[0]?.sum.length ?? 0);
  for (const scatter of scatters) {
    for (let i = 0; i < towards.length; i++) {
      towards[i] = (towards[i] as number) + (scatter.sum[i] as number) / rows.count;
    }
  }
  const prior = { towards, rows: shrinkage };
  return {
    weights: Float64Array.from(kept, (c) => (totals[c] as number) / sum),
    components: scatters.map((scatter) => gaussianOf(scatter, covariance, floor, prior)),
  };
}

/** k-means++ (Arthur and Vassilvitskii 2007): each next centre is a row, likelier the farther it is from the others. */
function chooseCentres(rows: Rows, count: number, random: Random): number[] {
  const centres = [random.integer(rows.count)];
  const distances = new Float64Array(rows.count).fill(Number.POSITIVE_INFINITY);
  while (centres.length < Math.min(count, rows.count)) {
    const newest = centres[centres.length - 1] as number;
    let total = 0;
    for (let row = 0; row < rows.count; row++) {
      const distance = Math.min(distances[row] as number, squaredDistance(rows, row, newest));
      distances[row] = distance;
      total += distance;
    }
    if (total === 0) break; // fewer different rows than centres
    let left = random.uniform() * total;
    let chosen = 0;
    while (chosen < rows.count - 1 && left >= (distances[chosen] as number)) left -= distances[chosen++] as number;
    centres.push(chosen);
  }
  return centres;
}

function nearestShares(rows: Rows, centres: readonly number[]): Float64Array {
  const shares = new Float64Array(rows.count * centres.length);
  for (let row = 0; row < rows.count; row++) {
    let nearest = 0;
    let least = Number.POSITIVE_INFINITY;
    centres.forEach((centre, c) => {
      const distance = squaredDistance(rows, row, centre);
      if (distance < least) [nearest, least] = [c, distance];
    });
    shares[row * centres.length + nearest] = 1;
  }
  return shares;
}

function squaredDistance({ width, data }: Rows, a: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += ((data[a * width + i] as number) - (data[b * width + i] as number)) ** 2;
  return sum;
}
