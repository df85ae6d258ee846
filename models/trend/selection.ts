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

/** Weeks that differ by less than this share are equal: sums of fractions, as of a spread week, have rounding in them. */
const SAME = 1e-12;

/** log((1 + cases of a week) / (1 + cases of the week before)), for each day that has two weeks before it; 0 for equal weeks. */
export function weeklyGrowth(increments: ArrayLike<number>): Float64Array {
  const growth = new Float64Array(Math.max(0, increments.length - 13));
  for (let i = 0; i < growth.length; i++) {
    const ratio = (1 + casesOfWeek(increments, i + 7)) / (1 + casesOfWeek(increments, i));
    growth[i] = Math.abs(ratio - 1) < SAME ? 0 : Math.log(ratio);
  }
  return growth;
}

/** Added up anew for each week: a difference of running sums would keep the rounding of all that came before. */
function casesOfWeek(increments: ArrayLike<number>, from: number): number {
  let cases = 0;
  // A correction takes back cases of other days: it is no negative week.
  for (let day = from; day < from + 7; day++) cases += Math.max(0, increments[day] as number);
  return cases;
}

function chosen(counts: Uint32Array, least: number): number[] {
  return [...counts.keys()].filter((i) => (counts[i] as number) > least);
}
