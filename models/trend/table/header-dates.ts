/** Dates in a table's header: `2020-01-22`, or with slashes, dots or dashes in the American or the European order. */
import { InputError } from "../../errors.js";
import { dayNumber, isoDate } from "../dates.js";

/** A column whose heading is a date. */
export interface DateColumn {
  /** Index of the column, from 0. */
  readonly column: number;
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly heading: string;
}

const ISO = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:T.*)?$/;
const PARTS = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$/;

/** True when a heading is written like a date. */
export function looksLikeDate(heading: string): boolean {
  return ISO.test(heading) || PARTS.test(heading);
}

/**
 * The date columns of a header, in file order. Where day and month could be swapped, the order is taken that gives days in
 * a row; 3/1/20, 3/2/20, 3/3/20 can then only be March.
 *
 * @throws InputError naming a heading that is no day of the calendar, or asking which order is meant.
 */
export function dateColumns(header: readonly string[], file: string): DateColumn[] {
  const headings = header
    .map((heading, column) => ({ heading, column }))
    .filter(({ heading }) => looksLikeDate(heading));
  if (headings.some(({ heading }) => PARTS.test(heading))) return chooseOrder(headings, file);
  return headings.map((entry) => read(entry, isoDay, file));
}

type Heading = { heading: string; column: number };

function chooseOrder(headings: readonly Heading[], file: string): DateColumn[] {
  const month = tryAll(headings, (heading) => isoDay(heading) ?? monthFirst(heading));
  const day = tryAll(headings, (heading) => isoDay(heading) ?? dayFirst(heading));
  if (month !== null && day !== null) {
    const gaps = [missingDays(month), missingDays(day)] as const;
    if (gaps[0] !== gaps[1]) return gaps[0] < gaps[1] ? month : day;
    if (month.every((column, i) => column.day === day[i]?.day) || headings.length === 1) return month;
    throw new InputError(`the dates can be read with the month or the day first (${headings[0]?.heading})`, {
      where: { file, row: 1, column: (headings[0]?.column ?? 0) + 1 },
      next: "Write the dates as YYYY-MM-DD.",
    });
  }
  if (month !== null) return month;
  if (day !== null) return day;
  return headings.map((entry) => read(entry, (heading) => isoDay(heading) ?? monthFirst(heading), file));
}

function tryAll(headings: readonly Heading[], parse: (heading: string) => number | null): DateColumn[] | null {
  const columns: DateColumn[] = [];
  for (const { heading, column } of headings) {
    const day = parse(heading);
    if (day === null) return null;
    columns.push({ heading, column, day });
  }
  return columns;
}

function read(entry: Heading, parse: (heading: string) => number | null, file: string): DateColumn {
  const day = parse(entry.heading);
  if (day !== null) return { ...entry, day };
  throw new InputError(`"${entry.heading}" is no day of the calendar`, {
    where: { file, row: 1, column: entry.column + 1 },
  });
}

/** Days that have no column between the first and the last. */
function missingDays(columns: readonly DateColumn[]): number {
  const days = new Set(columns.map(({ day }) => day));
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const day of days) {
    first = Math.min(first, day);
    last = Math.max(last, day);
  }
  return last - first + 1 - days.size;
}

function isoDay(heading: string): number | null {
  const match = ISO.exec(heading);
  return match === null ? null : dayNumber(Number(match[1]), Number(match[2]), Number(match[3]));
}

function monthFirst(heading: string): number | null {
  const match = PARTS.exec(heading);
  return match === null ? null : dayNumber(fullYear(match[3] ?? ""), Number(match[1]), Number(match[2]));
}

function dayFirst(heading: string): number | null {
  const match = PARTS.exec(heading);
  return match === null ? null : dayNumber(fullYear(match[3] ?? ""), Number(match[2]), Number(match[1]));
}

/** Two digits are a year of this century: no table of daily cases is older. */
function fullYear(text: string): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

/**
 * Columns in order of time.
 *
 * @throws InputError when a day comes twice, or one between the first and the last is missing: an increment over two days
 * would pass for one.
 */
export function inOrder(columns: readonly DateColumn[], file: string): DateColumn[] {
  const sorted = [...columns].sort((a, b) => a.day - b.day);
  for (let i = 1; i < sorted.length; i++) {
    const before = sorted[i - 1] as DateColumn;
    const here = sorted[i] as DateColumn;
    if (here.day === before.day) {
      throw new InputError(
        `the day ${isoDate(here.day)} has two columns (${before.column + 1} and ${here.column + 1})`,
        {
          where: { file, row: 1, column: here.column + 1 },
        },
      );
    }
    if (here.day !== before.day + 1) {
      throw new InputError(`no column for ${isoDate(before.day + 1)}, between ${before.heading} and ${here.heading}`, {
        where: { file, row: 1, column: here.column + 1 },
        next: "Every day from the first to the last needs a column.",
      });
    }
  }
  return sorted;
}
