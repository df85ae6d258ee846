/**
 * Intervals by resampling whole groups. Windows of one country overlap and share its waves: drawn one by one they would
 * look like thousands of independent trials, and every interval would be far too narrow. So countries are drawn, with
 * all their windows (cluster bootstrap; Cameron, Gelbach, Miller 2008).
 */
import { at, Random } from "kilnjs";

/**
 * Fewer groups than this have no interval. One group gives the same resample each time, and an interval without width; up
 * to about ten, percentile intervals are far narrower than they claim (Cameron, Gelbach, Miller 2008).
 */
export const LEAST_GROUPS = 10;

/** A figure with the interval that resampling gives it. */
export interface Interval {
  /** Of the rows as they are. */
  readonly estimate: number;
  /** Ends of the interval; null with fewer than `LEAST_GROUPS` groups. */
  readonly low: number | null;
  readonly high: number | null;
  /** Share of the resamples that lies between `low` and `high`. */
  readonly level: number;
}

/** How to resample. */
export interface BootstrapOptions {
  readonly seed: number;
  /** Resamples: 1000 give the ends of a 95 % interval to about a tenth of its width. */
  readonly replicates?: number;
  readonly level?: number;
}

/**
 * Intervals (percentile method) of several figures at once, all from the same resamples. For the difference of two models
 * on the same rows let `figures` compute both and subtract: the pairing is then kept.
 *
 * @param groups the group of each row: numbers or names.
 * @param figures computes the figures of weighted rows; a row's weight is how often its group was drawn. A figure that
 *   is not finite for a resample is left out of its interval.
 * @throws RangeError when there is no row, or a figure is finite in fewer than half of the resamples.
 */
export function bootstrapByGroup<Name extends string>(
  groups: ArrayLike<number | string>,
  figures: (weights: Float64Array) => Readonly<Record<Name, number>>,
  { seed, replicates = 1000, level = 0.95 }: BootstrapOptions,
): Record<Name, Interval> {
  if (groups.length === 0) throw new RangeError("no rows to resample");
  const { groupOfRow, count } = numberGroups(groups);
  const random = Random.seeded(seed, "bootstrap");
  const weights = new Float64Array(groups.length).fill(1);
  const estimates = figures(weights);
  const names = Object.keys(estimates) as Name[];
  if (count < LEAST_GROUPS) {
    const none = names.map((name) => [name, { estimate: estimates[name], low: null, high: null, level }]);
    return Object.fromEntries(none);
  }
  const samples = new Map<Name, number[]>(names.map((name) => [name, []]));
  const drawn = new Float64Array(count);
  for (let replicate = 0; replicate < replicates; replicate++) {
    drawn.fill(0);
    for (let i = 0; i < count; i++) {
      const group = random.integer(count);
      drawn[group] = (drawn[group] as number) + 1;
    }
    for (let row = 0; row < weights.length; row++) weights[row] = drawn[groupOfRow[row] as number] as number;
    const values = figures(weights);
    for (const name of names) if (Number.isFinite(values[name])) samples.get(name)?.push(values[name]);
  }
  const intervals = names.map((name) => [name, interval(name, estimates[name], samples.get(name) ?? [], level)]);
  function interval(name: Name, estimate: number, values: number[], share: number): Interval {
    if (values.length < replicates / 2) {
      throw new RangeError(`${name} is defined in only ${values.length} of ${replicates} resamples`);
    }
    const sorted = Float64Array.from(values).sort();
    const tail = (1 - share) / 2;
    return { estimate, low: quantile(sorted, tail), high: quantile(sorted, 1 - tail), level: share };
  }
  return Object.fromEntries(intervals);
}

/** The quantile of sorted values, linear between neighbours (type 7 of Hyndman and Fan 1996: numpy's default). */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = at(sorted, below);
  const high = at(sorted, Math.min(sorted.length - 1, below + 1));
  return low + (place - below) * (high - low);
}

function numberGroups(groups: ArrayLike<number | string>): { groupOfRow: Uint32Array; count: number } {
  const numbers = new Map<number | string, number>();
  const groupOfRow = Uint32Array.from({ length: groups.length }, (_, row) => {
    const key = at(groups, row);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  });
  return { groupOfRow, count: numbers.size };
}
