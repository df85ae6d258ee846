/** The days of a table on one common calendar. */
import { InputError } from "kilnjs";
import { isoDate } from "../dates.js";
import { type DateCell, readDates } from "./date-order.js";
import type { DateFormat, GapPolicy } from "./options.js";

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
 * @throws InputError when the dates cannot be read, are months, or leave a day out and `gaps` is `refuse`: an increment
 * over two days would pass for one.
 */
export function calendarOf(
  dates: readonly DateCell[],
  options: { dateFormat: DateFormat; gaps: GapPolicy },
  file: string,
): Calendar {
  const { days, format } = readDates(dates, options.dateFormat);
  const distinct = [...new Set(days)].sort((a, b) => a - b);
  const firstDay = distinct[0] as number;
  const lastDay = distinct.at(-1) as number;
  if (lastDay - firstDay > LONGEST) {
    throw new InputError(`the dates run from ${isoDate(firstDay)} to ${isoDate(lastDay)}`, {
      where: dates[days.indexOf(lastDay)]?.where ?? { file },
      next: "Correct the date that is far from the others.",
    });
  }
  const period = periodOf(distinct, dates[days.indexOf(distinct[1] ?? firstDay)]?.where ?? { file });
  const size = DAYS[period];
  const present = new Set(distinct);
  const gaps: string[] = [];
  for (let day = firstDay; day <= lastDay; day += size) {
    if (present.has(day)) continue;
    if (options.gaps === "refuse") refuseGap(day, distinct, dates, days, period);
    gaps.push(isoDate(day));
  }
  return {
    firstDay,
    length: (lastDay - firstDay) / size + 1,
    period,
    stepOf: days.map((day) => (day - firstDay) / size),
    gaps,
    dateFormat: format,
    sorted: days.every((day, i) => i === 0 || day >= (days[i - 1] as number)),
  };
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

function refuseGap(
  day: number,
  distinct: readonly number[],
  dates: readonly DateCell[],
  days: readonly number[],
  period: "day" | "week",
): never {
  const after = distinct.find((other) => other > day) as number;
  const before = distinct.findLast((other) => other < day) as number;
  throw new InputError(
    `no ${period === "week" ? "week of " : ""}${isoDate(day)}, between ${isoDate(before)} and ${isoDate(after)}`,
    {
      where: dates[days.indexOf(after)]?.where ?? {},
      next: `Add the ${period}; or say --set gaps=carry: its cells are then filled like missing ones, and counted.`,
    },
  );
}
