/**
 * A week's cases on one day of a table of days: countries that report once a week, or every second one, with zeros between.
 * Whoever reads the days one by one takes those zeros for days without a case.
 */
import { isoDate, weekday } from "../dates.js";
import type { CaseSeries } from "./case-table.js";

/** Days of one country that were reported by the week. */
export interface WeeklyReports {
  readonly name: string;
  /** The first and the last day of the weeks, ISO; the last one is the day of the last report. */
  readonly from: string;
  readonly to: string;
  /** The weekday of most reports, 0 = Monday. */
  readonly weekday: number;
  readonly everyDays: 7 | 14;
  readonly reports: number;
  readonly days: number;
  readonly zeroDays: number;
}

/** Where such reports are in one country's increments. */
interface Run {
  readonly every: 7 | 14;
  /** Days of the reports. */
  readonly reports: readonly number[];
  /** The first day that the first report is of. */
  readonly start: number;
}

/** Reports move by a day or two: for a holiday, and by the hour at which a table is written. */
const SHIFT = 2;

/** Share of the intervals that are a week, give or take a day. */
const REGULAR = 0.7;

/** Weekly counts of fewer cases than this could fall on one day by chance. */
const MANY_CASES = 5;
const LEAST_REPORTS = { 7: 6, 14: 5 } as const;

/** Where there are few cases, so many reports on one weekday are no chance. */
const LEAST_OF_FEW = 8;
const SAME_WEEKDAY = 0.75;

/** A series that is nothing but such reports needs no more than these. */
const LEAST_OF_WHOLE = 4;

/** A series with the week's cases spread over its days, and what was found in it. */
export interface SpreadSeries {
  readonly found: readonly WeeklyReports[];
  readonly spread: CaseSeries;
}

/** Finds the days that one series was reported by the week. */
export function weeklyReportsOf(series: CaseSeries, firstDay: number): SpreadSeries {
  const { name, increments } = series;
  const runs = runsOf(increments);
  if (runs.length === 0) return { found: [], spread: series };
  const found = runs.map(({ every, reports, start }): WeeklyReports => {
    const last = reports.at(-1) ?? start;
    const days = last + 1 - start;
    return {
      name,
      from: isoDate(firstDay + start),
      to: isoDate(firstDay + last),
      weekday: commonest(reports.map((day) => weekday(firstDay + day))),
      everyDays: every,
      reports: reports.length,
      days,
      zeroDays: days - increments.subarray(start, last + 1).filter((value) => value !== 0).length,
    };
  });
  return { found, spread: spreadRuns(series, runs) };
}

/**
 * Gives each day its share of the report that follows it: of all days since the report before, or of the week where that is
 * longer ago. Days behind the last report are not reported yet.
 */
function spreadRuns(series: CaseSeries, runs: readonly Run[]): CaseSeries {
  const increments = series.increments.slice();
  let { from, to } = series.reported ?? { from: 0, to: increments.length };
  for (const { every, reports, start } of runs) {
    let before = start - 1;
    for (const day of reports) {
      const since = day - before;
      const length = since <= every + SHIFT ? since : every;
      const share = (series.increments[day] ?? 0) / length;
      increments.fill(share, day + 1 - length, day + 1);
      before = day;
    }
    if (to > before + 1 && to - before - 1 <= every + SHIFT) to = before + 1;
  }
  from = Math.min(from, to);
  return { ...series, increments, reported: { from, to } };
}

function runsOf(increments: Float64Array): Run[] {
  const days: number[] = [];
  for (let day = 0; day < increments.length; day++) if (increments[day] !== 0) days.push(day);
  const found: Run[] = [];
  for (const every of [7, 14] as const) {
    for (const [from, to] of stretches(days, every)) {
      const reports = days.slice(from, to);
      if (!isWeekly(reports, every, increments, reports.length === days.length)) continue;
      const first = reports[0] ?? 0;
      const before = days[from - 1] ?? -1;
      const start = Math.max(before + 1, first + 1 - every);
      const last = reports.at(-1) ?? first;
      if (found.some((run) => start <= (run.reports.at(-1) ?? 0) && last >= run.start)) continue;
      found.push({ every, reports, start });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/**
 * Stretches of reports about a week or two apart, as indices from and to. Two that follow each other are one: a correction
 * on another day does not end it.
 */
function stretches(days: readonly number[], every: 7 | 14): [from: number, to: number][] {
  const found: [number, number][] = [];
  let from = 0;
  for (let i = 1; i <= days.length; i++) {
    const gap = (days[i] ?? Number.POSITIVE_INFINITY) - (days[i - 1] ?? 0);
    if (isNear(gap, every, SHIFT) || isNear(gap, 2 * every, SHIFT)) continue;
    if (i - from >= 3) {
      const last = found.at(-1);
      const apart = last === undefined ? 0 : (days[from] ?? 0) - (days[last[1] - 1] ?? 0);
      if (last !== undefined && from - last[1] <= 1 && apart <= 2 * every + SHIFT) last[1] = i;
      else found.push([from, i]);
    }
    from = i;
  }
  return found.map(([start, end]) => trimmed(days, start, end, every));
}

/** Without the intervals at either end that are not about a week. */
function trimmed(days: readonly number[], from: number, to: number, every: number): [number, number] {
  const isOff = (i: number) => !isNear((days[i + 1] ?? 0) - (days[i] ?? 0), every, 1);
  let [start, end] = [from, to];
  while (end - start > 1 && isOff(start)) start += 1;
  while (end - start > 1 && isOff(end - 2)) end -= 1;
  return [start, end];
}

function isWeekly(reports: readonly number[], every: 7 | 14, increments: Float64Array, isWhole: boolean): boolean {
  const gaps = reports.slice(1).map((day, i) => day - (reports[i] ?? 0));
  const share = (test: (gap: number) => boolean) => gaps.filter(test).length / Math.max(1, gaps.length);
  if (share((gap) => isNear(gap, every, 1)) < REGULAR) return false;
  const cases = reports.map((day) => Math.abs(increments[day] ?? 0)).sort((a, b) => a - b);
  const typical = cases[Math.floor(cases.length / 2)] ?? 0;
  if (typical < MANY_CASES) {
    return reports.length >= LEAST_OF_FEW && share((gap) => gap % every === 0) >= SAME_WEEKDAY;
  }
  if (reports.length >= LEAST_REPORTS[every]) return true;
  return isWhole && reports.length >= LEAST_OF_WHOLE && gaps.every((gap) => gap === every);
}

function isNear(gap: number, every: number, shift: number): boolean {
  return Math.abs(gap - every) <= shift;
}

function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 0;
}
