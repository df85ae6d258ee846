/** Weekly reports in a table of days, in words. */
import type { WeeklyReports } from "./weekly-reports.js";

/** Weekdays by their number, 0 = Monday. */
export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const NAMED = 12;

/** `a week's cases stand on one day in 3 of 3 countries (Austria on Sundays, 2020-01-20 to …): 86 % of those days are 0`. */
export function weeklyReportsInWords(found: readonly WeeklyReports[], countries: number): string {
  const byName = new Map<string, WeeklyReports[]>();
  for (const one of found) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  const named = [...byName].slice(0, NAMED).map(([name, all]) => `${name} ${all.map(inWords).join(" and ")}`);
  const more = byName.size > NAMED ? ` and ${byName.size - NAMED} more` : "";
  const fortnights = found.every(({ everyDays }) => everyDays === 14);
  return `${fortnights ? "two weeks'" : "a week's"} cases stand on one day in ${byName.size} of ${countries} countries (${named.join("; ")}${more}), and ${zeros(found)} of those days are 0`;
}

function inWords({ weekday, everyDays, from, to }: WeeklyReports): string {
  const day = WEEKDAYS[weekday] ?? "?";
  return `${everyDays === 14 ? `every second ${day}` : `on ${day}s`}, ${from} to ${to}`;
}

/** The share of days with 0: of seven where that is what it comes to, and in per cent. */
function zeros(found: readonly WeeklyReports[]): string {
  const days = found.reduce((sum, one) => sum + one.days, 0);
  const share = found.reduce((sum, one) => sum + one.zeroDays, 0) / Math.max(1, days);
  const ofSeven = Math.round(share * 7);
  const percent = `${Math.round(share * 100)} %`;
  return Math.abs(share - ofSeven / 7) < 0.02 ? `${ofSeven} of 7 (${percent})` : percent;
}
