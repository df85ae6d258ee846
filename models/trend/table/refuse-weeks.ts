/** The policy on cases that are known by the week: nobody can tell a day's cases from them. */
import { InputError } from "kilnjs";
import { isoDate } from "../dates.js";
import type { Calendar } from "./calendar.js";
import type { CaseSeries } from "./case-table.js";
import type { WeeklyPolicy } from "./options.js";
import type { WeeklyReports } from "./weekly-reports.js";
import { weeklyReportsInWords } from "./weekly-words.js";

/** A table of which more than this share of the days are of weekly reports is no table of days. */
const MOSTLY = 0.5;

/**
 * Refuses a table with one value a week, unless it is to be spread.
 *
 * @throws InputError also for one that has a single day.
 */
export function refuseWeeklyTable({ length, period, firstDay }: Calendar, weekly: WeeklyPolicy, file: string): void {
  if (length < 2) {
    throw new InputError("one day only: needs at least 2 days for an increment, and a window's length more to train", {
      where: { file },
    });
  }
  if (period === "day" || weekly === "spread") return;
  const [first, second] = [firstDay, firstDay + 7].map(isoDate);
  throw new InputError(`one value a week (${first}, ${second}, …): the cases of a day cannot be known from it`, {
    where: { file },
    next: "Give a daily table; or say --set weekly=spread: each day then gets a seventh of its week's cases.",
  });
}

/**
 * Refuses a table of days that was mostly reported by the week. Of a few such countries among others a warning tells.
 *
 * @throws InputError naming the countries, the weekdays and the share of days with 0.
 */
export function refuseWeekReports(found: readonly WeeklyReports[], series: readonly CaseSeries[], file: string): void {
  const days = found.reduce((sum, one) => sum + one.days, 0);
  const all = series.reduce((sum, { increments, reported }) => {
    const { from, to } = reported ?? { from: 0, to: increments.length };
    return sum + Math.max(0, to - from);
  }, 0);
  if (days <= MOSTLY * all) return;
  throw new InputError(`${weeklyReportsInWords(found, series.length)}: the cases of a day cannot be known from it`, {
    where: { file },
    next: "Give a daily table; or say --set weekly=spread: each day then gets its share of its week's cases. --set weekly=keep reads the days as they are.",
  });
}
