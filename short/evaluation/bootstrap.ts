/** Intervals by drawing rows anew (percentile method): how far a figure could be off by the luck of the rows. */
import { Random } from "../../core/random.js";

/** Fewer rows than this have no interval: it would be far narrower than it claims. */
const LEAST_ROWS = 20;
const REPLICATES = 400;

/** A figure with its 95 % interval; null where there are too few rows, or it is defined in too few resamples. */
export interface Interval {
  readonly estimate: number;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Intervals of several figures from the same resamples, so that differences of figures may be among them.
 *
 * @param figures of weighted rows: a weight is how often the row was drawn.
 */
export function bootstrap<Name extends string>(
  rows: number,
  figures: (weights: Float64Array) => Readonly<Record<Name, number>>,
  seed: number,
): Record<Name, Interval> {
  const weights = new Float64Array(rows).fill(1);
  const estimates = figures(weights);
  const names = Object.keys(estimates) as Name[];
  const samples = new Map<Name, number[]>(names.map((name) => [name, []]));
  const random = Random.seeded(seed, "bootstrap");
  for (let replicate = 0; rows >= LEAST_ROWS && replicate < REPLICATES; replicate++) {
    weights.fill(0);
    for (let i = 0; i < rows; i++) {
      const row = random.integer(rows);
      weights[row] = (weights[row] as number) + 1;
    }
    const values = figures(weights);
    for (const name of names) if (Number.isFinite(values[name])) samples.get(name)?.push(values[name]);
  }
  return Object.fromEntries(
    names.map((name) => {
      const sorted = Float64Array.from(samples.get(name) ?? []).sort();
      const enough = sorted.length >= REPLICATES / 2;
      const at = (share: number) => (enough ? quantile(sorted, share) : null);
      return [name, { estimate: estimates[name], low: at(0.025), high: at(0.975) }];
    }),
  ) as Record<Name, Interval>;
}

/** The quantile of sorted values, linear between neighbours (numpy's default); NaN of none. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(sorted.length - 1, below + 1)] ?? Number.NaN;
  return low + (place - below) * (high - low);
}
