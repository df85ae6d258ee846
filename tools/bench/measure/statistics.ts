/** Medians and ratios of a few dozen measurements. No mean: one interruption would move it. */

/** Several measurements in short. */
export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly count: number;
}

/**
 * The middle value; of an even number of values, the mean of the middle two.
 *
 * @throws RangeError when there are none.
 */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [above, below] = [sorted[middle], sorted[middle - 1]];
  if (above === undefined) throw new RangeError("there is no median of nothing");
  return sorted.length % 2 === 1 || below === undefined ? above : (above + below) / 2;
}

/** Median and extremes. */
export function spreadOf(values: readonly number[]): Spread {
  return {
    median: median(values),
    lowest: Math.min(...values),
    highest: Math.max(...values),
    count: values.length,
  };
}

/**
 * How many times as long `theirs` took as `ours`, round by round: both numbers of a round were measured within seconds of
 * each other, so that a machine that grows slower does not count for either.
 *
 * @throws RangeError when the rounds are not the same in number.
 */
export function ratios(theirs: readonly number[], ours: readonly number[]): Spread {
  if (theirs.length !== ours.length) {
    throw new RangeError(`${theirs.length} rounds cannot be compared with ${ours.length}`);
  }
  return spreadOf(theirs.map((value, round) => value / (ours[round] as number)));
}

/**
 * The value that a share of all values does not exceed: the smallest such one that was measured (nearest rank).
 *
 * @param share 0.95 for the 95th percentile.
 * @throws RangeError when there are none.
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError("there is no percentile of nothing");
  return value;
}
