/** Which countries to learn from. */
import { countAbove } from "./correlation.js";

/** Rules of selection by name. */
export const selectionNames = ["all", "report", "growth"] as const;

/** One of `selectionNames`. */
export type SelectionName = (typeof selectionNames)[number];

/** "More than `count` entries above `threshold`": the report's 40 and 0.55. */
export interface SelectionRule {
  readonly threshold: number;
  readonly count: number;
}

/** The report's own numbers. */
export const reportRule: SelectionRule = { threshold: 0.55, count: 40 };

/** For growth, which is noisier than cases: about half the countries of the real table and of the embedded one. */
export const growthRule: SelectionRule = { threshold: 0.4, count: 20 };

/**
 * The report's rule: countries whose row of the correlation matrix has more than `count` entries above `threshold`, itself
 * included, over all increments given. With those of the test period among them it sees the future.
 *
 * @returns indices of the countries.
 */
export function selectByIncrements(series: readonly ArrayLike<number>[], rule: SelectionRule): number[] {
  return chosen(countAbove(series, rule.threshold), rule.count);
}

/**
 * The same rule on how fast a country's epidemic grows: the logarithm of each week's cases over those of the week before.
 * Two countries then go together when their waves do, whatever their size, and not because both only ever grew.
 *
 * @param increments of the training period alone; at least 15 days.
 */
export function selectByGrowth(increments: readonly ArrayLike<number>[], rule: SelectionRule): number[] {
  return selectByIncrements(increments.map(weeklyGrowth), rule);
}

/** log((1 + cases of a week) / (1 + cases of the week before)), for each day that has two weeks before it. */
export function weeklyGrowth(increments: ArrayLike<number>): Float64Array {
  const totals = new Float64Array(increments.length + 1);
  for (let day = 0; day < increments.length; day++) {
    // A correction takes back cases of other days: it is no negative week.
    totals[day + 1] = (totals[day] as number) + Math.max(0, increments[day] as number);
  }
  const growth = new Float64Array(Math.max(0, increments.length - 13));
  for (let i = 0; i < growth.length; i++) {
    const [start, middle, end] = [totals[i], totals[i + 7], totals[i + 14]] as [number, number, number];
    growth[i] = Math.log((1 + end - middle) / (1 + middle - start));
  }
  return growth;
}

function chosen(counts: Uint32Array, least: number): number[] {
  return [...counts.keys()].filter((i) => (counts[i] as number) > least);
}
