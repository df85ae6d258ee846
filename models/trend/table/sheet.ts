/** What every layout is brought to: one series of numbers for each name and part of it, on one calendar. */
import { at, InputError, type Where } from "kilnjs";
import { isoDate } from "../dates.js";
import type { Calendar } from "./calendar.js";
import type { Indicator } from "./indicator.js";

/** Numbers as the table has them, totals or daily counts. */
export interface SheetSeries {
  readonly name: string;
  /** The part of the country, empty for a whole one: all of its columns together. */
  readonly region: string;
  /** What its columns of states say, and those of smaller parts. */
  readonly state: string;
  readonly smaller: string;
  /** One for each step of the calendar; NaN where nothing is known. */
  readonly values: Float64Array;
  /** Values that the table has more than once, each time the same. */
  readonly duplicates: number;
  /** Where the series begins, for messages. */
  readonly where: Where;
}

/** A table in whichever layout. */
export interface Sheet {
  readonly calendar: Calendar;
  readonly series: readonly SheetSeries[];
  /** Data rows of the file. */
  readonly rows: number;
  /** The heading over the numbers, in a long table. */
  readonly column: string | null;
  /** Of a long table with cases and deaths as rows: which rows were taken. */
  readonly indicator: Indicator | null;
  /** Rows of a transposed table that are sums over days. */
  readonly setAside: readonly string[];
}

/** A row or column as people find it again: `Peru (row 7)`. */
export function placed(name: string, { row, column }: Where, layout: string): string {
  return `${name} (${layout === "transposed" ? `column ${column}` : `row ${row}`})`;
}

/** Numbers in the order of the file: `values[i]` is of the date `dates[i]`, and `where(i)` says where it stands. */
export interface Entries {
  readonly values: ArrayLike<number>;
  readonly dates: ArrayLike<number>;
  where(i: number): Where;
}

/** More numbers than this are not held at once: 320 MB. */
const LARGEST = 4e7;

/** Refuses a table that would be nearly all empty cells: one typing error in a date can make it so. */
export function refuseHuge(series: number, calendar: Calendar, file: string): void {
  if (series * calendar.length <= LARGEST) return;
  throw new InputError(`${series} names by ${calendar.length} days are more than can be held, and mostly empty`, {
    where: { file },
    next: "Check that the country's column holds countries, and split the table if it does.",
  });
}

/**
 * Puts entries on the calendar, in place where they are there already. A day that comes twice with the same number counts once.
 *
 * @throws InputError naming both places when a day comes with two numbers.
 */
export function place(
  name: string,
  entries: Entries,
  calendar: Calendar,
): { values: Float64Array; duplicates: number } {
  if (isPlaced(entries, calendar)) return { values: entries.values, duplicates: 0 };
  const values = new Float64Array(calendar.length).fill(Number.NaN);
  const seen = new Int32Array(calendar.length);
  let duplicates = 0;
  for (let i = 0; i < entries.values.length; i++) {
    const step = at(calendar.stepOf, at(entries.dates, i, "date"), "date");
    const value = entries.values[i] as number;
    const before = at(seen, step, "day");
    if (before === 0) {
      seen[step] = i + 1;
      values[step] = value;
    } else if (Object.is(value, values[step])) duplicates += 1;
    else
      throw conflict(name, entries, [before - 1, i], calendar.firstDay + step * (calendar.period === "week" ? 7 : 1));
  }
  return { values, duplicates };
}

/** True for one value a step, in the order of the calendar: most tables, and they need no copy. */
function isPlaced(entries: Entries, { stepOf, length }: Calendar): entries is Entries & { values: Float64Array } {
  if (!(entries.values instanceof Float64Array) || entries.values.length !== length) return false;
  for (let i = 0; i < length; i++) if (stepOf[entries.dates[i] as number] !== i) return false;
  return true;
}

function conflict(name: string, entries: Entries, [first, second]: [number, number], day: number): InputError {
  const placeOf = (i: number) => {
    const { row, column } = entries.where(i);
    return row === undefined ? `column ${column}` : `row ${row}, column ${column}`;
  };
  const [before, here] = [first, second].map((i) => numberText(entries.values[i] as number));
  return new InputError(`${here} for ${name} on ${isoDate(day)}, but ${before} in ${placeOf(first)}`, {
    where: entries.where(second),
    next: "Remove one of the two; rows of provinces need a column Province/State.",
  });
}

function numberText(value: number): string {
  return Number.isNaN(value) ? "no value" : String(value);
}

/**
 * A name as it is compared and shown: one Unicode form, a line break inside quotes is a blank, and no control characters,
 * which would move a terminal's cursor.
 */
export function cleanName(cell: string): string {
  return cell
    .normalize("NFC")
    .replace(/[\s\u007f-\u009f]+/g, " ")
    .trim();
}
