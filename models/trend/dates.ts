/** Calendar days without time zones: a day is its number since 1970-01-01, so that differences and weekdays are sums. */
import { InputError } from "kilnjs";

const MILLISECONDS_A_DAY = 86_400_000;

/** Days since 1970-01-01 (negative before) of a proleptic Gregorian date, or null when there is no such day. */
export function dayNumber(year: number, month: number, day: number): number | null {
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? time / MILLISECONDS_A_DAY : null;
}

/** `2020-01-22` of a day number. */
export function isoDate(day: number): string {
  return new Date(day * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
}

/** The weekday, 0 = Monday to 6 = Sunday. 1970-01-01 was a Thursday. */
export function weekday(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/**
 * The day number of an ISO 8601 date, `2021-03-01`.
 *
 * @throws InputError naming the field when the text is no such date or no such day exists.
 */
export function parseIsoDate(text: string, field: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const day = match === null ? null : dayNumber(Number(match[1]), Number(match[2]), Number(match[3]));
  if (day === null) {
    throw new InputError(`"${text.slice(0, 40)}" is no date`, {
      where: { field },
      next: "Write the day as YYYY-MM-DD, for instance 2021-03-01.",
    });
  }
  return day;
}
