/** The rule of thumb of everybody who reads daily counts: Mondays are like Mondays. */
import type { LabelRule } from "../../labels.js";

/** Days in a week. */
const WEEK = 7;

/** Target days before this one have no whole question a week before them. */
export function firstSameWeekday(rule: LabelRule): number {
  return rule.lookback + WEEK;
}

/**
 * The answer to the same question a week ago. It is known on the last day of the window, since no label looks further
 * ahead than a week.
 *
 * @param increments the whole series, not the window alone.
 * @param target the first day after the window, `firstSameWeekday(rule)` or later.
 * @throws RangeError when a day that the question is about does not exist, or would not be known yet.
 */
export function sameWeekdayLastWeek(rule: LabelRule, increments: ArrayLike<number>, target: number): boolean {
  if (rule.horizon > WEEK) throw new RangeError(`a label over ${rule.horizon} days is not known a week later`);
  return rule.increases(increments, target - WEEK);
}
