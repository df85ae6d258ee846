/** Weeks as ISO 8601 counts them: from Monday to Sunday, and the first of a year is the one that holds its 4 January. */
import { dayNumber, weekday } from "../dates.js";

/** `2020-W53`, `2020W53`. */
const NAMED = /^(\d{4})[-\s]?W(\d{1,2})$/i;
/** `2020-53`, `202053`: a week where the column says so, or where a number is none of a month. */
const BARE = /^((?:19|20)\d{2})[-/\s]?(\d{1,2})$/;

/** The year and number of a week that is written as one; null for other text. */
export function weekText(text: string): { readonly year: number; readonly week: number } | null {
  const named = NAMED.exec(text);
  return named === null ? null : { year: Number(named[1]), week: Number(named[2]) };
}

/** The day number of a week's Sunday, under which weekly tables are written; null where the year has no such week. */
export function lastDayOfWeek(year: number, week: number): number | null {
  const fourth = dayNumber(year, 1, 4);
  if (fourth === null || week < 1 || week > 53) return null;
  const sunday = fourth - weekday(fourth) + 7 * (week - 1) + 6;
  const thursday = sunday - 3;
  const [from, to] = [dayNumber(year, 1, 1), dayNumber(year, 12, 31)];
  return from !== null && to !== null && thursday >= from && thursday <= to ? sunday : null;
}

/** A bare week with its W, `2020-W53` for `2020-53`; other text as it is. */
export function nameWeek(text: string): string {
  const bare = BARE.exec(text);
  return bare === null ? text : `${bare[1]}-W${bare[2]}`;
}

/** True when all texts are bare weeks. */
export function areBareWeeks(texts: readonly string[]): boolean {
  return texts.length > 0 && texts.every((text) => BARE.test(text));
}

/** True when all texts are bare weeks and one of them is none of the twelve months. */
export function areNoMonths(texts: readonly string[]): boolean {
  return areBareWeeks(texts) && texts.some((text) => Number(BARE.exec(text)?.[2]) > 12);
}

/** A header with its bare weeks named, where they can be no months: those of a wide table. */
export function nameWeeks(header: readonly string[]): readonly string[] {
  const bare = header.filter((heading) => BARE.test(heading));
  return bare.length > 1 && areNoMonths(bare) ? header.map(nameWeek) : header;
}
