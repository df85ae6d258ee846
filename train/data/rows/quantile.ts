/** Exact order statistics of a column that is too long to be sorted in memory. */

import type { Words } from "./row-layout.js";
import type { RowStore } from "./row-store.js";

/** Values that are sorted at once. */
const SORTED = 100_000;
const BINS = 4096;

/** Reads the value of the row that begins at `index`; NaN where it counts for nothing. */
export type ValueAt = (words: Words, index: number) => number;

/**
 * The value with `share` of the values below it (the lower one of two), found by counting in ever narrower bins; NaN when
 * there is none.
 *
 * @param share from 0 to 1.
 */
export async function quantile(store: RowStore, rowWords: number, valueAt: ValueAt, share: number): Promise<number> {
  let [low, high, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  await each(store, rowWords, valueAt, (value) => {
    low = Math.min(low, value);
    high = Math.max(high, value);
    count += 1;
  });
  if (count === 0) return Number.NaN;
  let rank = Math.min(count - 1, Math.floor(count * share));
  while (count > SORTED && low < high) {
    const width = (high - low) / BINS;
    const bins = new Float64Array(BINS);
    const binOf = (value: number) => Math.min(BINS - 1, Math.floor((value - low) / width));
    const [from, to] = [low, high];
    await each(store, rowWords, valueAt, (value) => {
      if (value >= from && value <= to) bins[binOf(value)] = (bins[binOf(value)] as number) + 1;
    });
    let bin = 0;
    while (rank >= (bins[bin] as number)) rank -= bins[bin++] as number;
    // The ends of what is really in that bin: rounding must not lose a value between two bins.
    let [lowest, highest, inside] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    await each(store, rowWords, valueAt, (value) => {
      if (value < from || value > to || binOf(value) !== bin) return;
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
      inside += 1;
    });
    if (inside === count) break; // no narrower: values that differ by less than a bin can be told apart no further
    [low, high, count] = [lowest, highest, inside];
  }
  if (low === high) return low;
  const values: number[] = [];
  await each(store, rowWords, valueAt, (value) => {
    if (value >= low && value <= high) values.push(value);
  });
  return Float64Array.from(values).sort()[rank] as number;
}

async function each(
  store: RowStore,
  rowWords: number,
  valueAt: ValueAt,
  visit: (value: number) => void,
): Promise<void> {
  await store.scan((words, rows) => {
    for (let row = 0; row < rows; row++) {
      const value = valueAt(words, row * rowWords);
      if (!Number.isNaN(value)) visit(value);
    }
  });
}
