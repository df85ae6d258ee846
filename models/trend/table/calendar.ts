/** The days of a table on one common calendar. */
import { InputError } from "kilnjs";
import { isoDate } from "../dates.js";
import { type DateCell, readDates } from "./date-order.js";
import { weekText } from "./iso-week.js";
import type { DateFormat, GapPolicy, WeekDate } from "./options.js";

/** A calendar without gaps: one step a day, or one a week. */
export interface Calendar {
  readonly firstDay: number;
  /** How many steps. */
  readonly length: number;
  readonly period: "day" | "week";
  /** For each date of the table, in its order, the step that it is. */
  readonly stepOf: readonly number[];
  /** Steps that no date of the table is. */
  readonly gaps: readonly string[];
  /** Of a weekly table: which day of its week a date is taken for, and what told so. The calendar has the last day. */
  readonly weeks?: { readonly edge: "first" | "last"; readonly from: "setting" | "columns" | "ISO" | "convention" };
  readonly dateFormat: "iso" | "mdy" | "dmy";
  /** False when the table's dates did not come in the order of time. */
  readonly sorted: boolean;
}

/** More days than this between the first and the last date are a typing error: 54 years. */
const LONGEST = 20_000;

const DAYS = { day: 1, week: 7 } as const;

/**
 * Puts dates on a calendar. Dates may come in any order and more than once.
 *
 * @param edge which day of a week the dates are, where the columns tell.
 * @throws InputError when the dates cannot be read, are months, or are weeks and days together.
 */
export function calendarOf(
  dates: readonly DateCell[],
  options: { dateFormat: DateFormat; weekDate: WeekDate },
  file: string,
  edge: "first" | "last" | null = null,
): Calendar {
  const { days, format } = readDates(dates, options.dateFormat);
  const distinct = [...new Set(days)].sort((a, b) => a - b);
  const firstDay = distinct[0];
  const lastDay = distinct.at(-1);
  if (firstDay === undefined || lastDay === undefined) throw new InputError("no row holds a date", { where: { file } });
  if (lastDay - firstDay > LONGEST) {
    throw new InputError(`the dates run from ${isoDate(firstDay)} to ${isoDate(lastDay)}`, {
      where: dates[days.indexOf(lastDay)]?.where ?? { file },
      next: "Correct the date that is far from the others.",
    });
  }
  const areWeeks = refuseMixture(dates);
  const period = areWeeks
    ? "week"
    : periodOf(distinct, dates[days.indexOf(distinct[1] ?? firstDay)]?.where ?? { file });
  const size = DAYS[period];
  const present = new Set(distinct);
  const gaps: string[] = [];
  for (let day = firstDay; day <= lastDay; day += size) if (!present.has(day)) gaps.push(isoDate(day));
  const calendar = {
    firstDay,
    length: (lastDay - firstDay) / size + 1,
    period,
    stepOf: days.map((day) => (day - firstDay) / size),
    gaps,
    dateFormat: format,
    sorted: days.every((day, i) => i === 0 || day >= (days[i - 1] as number)),
  };
  return period === "day" ? calendar : inWeeks(calendar, areWeeks, options.weekDate, edge);
}

/** The calendar with the last day of each week, whichever day the table has. */
function inWeeks(calendar: Calendar, areWeeks: boolean, asked: WeekDate, edge: "first" | "last" | null): Calendar {
  if (areWeeks) return { ...calendar, weeks: { edge: "last", from: "ISO" } };
  const weeks =
    asked !== "auto"
      ? ({ edge: asked, from: "setting" } as const)
      : ({ edge: edge ?? "last", from: edge === null ? "convention" : "columns" } as const);
  return { ...calendar, weeks, firstDay: calendar.firstDay + (weeks.edge === "first" ? 6 : 0) };
}

/** True when all dates are ISO weeks; days among them are refused. */
function refuseMixture(dates: readonly DateCell[]): boolean {
  const weeks = dates.filter(({ text }) => weekText(text) !== null).length;
  if (weeks === 0 || weeks === dates.length) return weeks > 0;
  const [day, week] = [false, true].map((is) => dates.find(({ text }) => (weekText(text) !== null) === is));
  throw new InputError(`"${day?.text}" is a day, but "${week?.text}" a week`, {
    where: day?.where ?? {},
    next: "Write all dates in one way.",
  });
}

/** A date that a series has twice. */
export interface Twice {
  readonly step: number;
  readonly first: DateCell["where"];
  readonly second: DateCell["where"];
}

/**
 * Refuses steps that no date is, unless they are to be missing cells: an increment over two days would pass for one. A date
 * that stands twice is told before the gap, as it has often come of it.
 *
 * @param twice finds such a date; called only where there is a gap.
 * @throws InputError naming the first gap, and the date that stands twice.
 */
export function refuseGaps(
  { gaps, period, firstDay, stepOf, weeks }: Calendar,
  dates: readonly DateCell[],
  policy: GapPolicy,
  twice: () => Twice | null,
): void {
  const [gap] = gaps;
  if (gap === undefined || policy === "carry") return;
  const start = firstDay - (weeks?.edge === "first" ? 6 : 0);
  const size = DAYS[period];
  const dayOf = (step: number) => isoDate(start + step * size);
  const again = twice();
  if (again !== null) {
    const { column, row } = again.first;
    const before = row === again.second.row || row === undefined ? `column ${column}` : `row ${row}`;
    throw new InputError(`${dayOf(again.step)} comes twice, first in ${before}, and ${gap} is missing`, {
      where: again.second,
      next: "Correct the date of one of the two.",
    });
  }
  const steps = [...new Set(stepOf)].sort((a, b) => a - b);
  const after = steps.findIndex((step, i) => step !== i);
  const [before, next] = [steps[after - 1] ?? 0, steps[after] ?? 0];
  throw new InputError(`no ${period === "week" ? "week of " : ""}${gap}, between ${dayOf(before)} and ${dayOf(next)}`, {
    where: dates[stepOf.indexOf(next)]?.where ?? {},
    next: `Add the ${period}; or say --set gaps=carry: its cells are then filled like missing ones, and counted.`,
  });
}

/** The first date that comes twice where each should come once. */
export function twiceAmong(dates: readonly DateCell[], { stepOf }: Calendar): Twice | null {
  const seen = new Map<number, number>();
  for (const [i, step] of stepOf.entries()) {
    const before = seen.get(step);
    const [first, second] = [dates[before ?? -1], dates[i]];
    if (first !== undefined && second !== undefined) return { step, first: first.where, second: second.where };
    seen.set(step, i);
  }
  return null;
}

/** Weeks when all days are whole weeks apart and there are three or more of them; months are refused. */
function periodOf(distinct: readonly number[], where: DateCell["where"]): "day" | "week" {
  const steps = distinct.slice(1).map((day, i) => day - (distinct[i] as number));
  if (steps.length < 2) return "day";
  // Four weeks each time are weeks.
  if (steps.every((step) => step >= 28 && step <= 31) && steps.some((step) => step !== 28)) {
    throw new InputError("the table has a date a month: daily increments cannot be known from it", {
      where,
      next: "Give a table with a value for each day.",
    });
  }
  return steps.every((step) => step % 7 === 0) ? "week" : "day";
}
