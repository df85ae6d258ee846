/** Dates as text, as days since 1970-01-01 (a part of a day as its fraction). */

/** In which order day, month and year stand. */
export type DateOrder = "day-month-year" | "month-day-year" | "year-month-day";

const DAY = 86_400_000;
const ISO =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;
const SHORT = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?$/;

/** Days since 1970-01-01 that a cell says, or NaN when it is no date in that order. */
export function dateIn(text: string, order: DateOrder): number {
  const iso = ISO.exec(text);
  if (iso !== null) return daysOf([iso[1], iso[2], iso[3]], iso.slice(4, 8), iso[8]);
  if (order === "year-month-day") return Number.NaN;
  const short = SHORT.exec(text);
  if (short === null) return Number.NaN;
  const [day, month] = order === "day-month-year" ? [short[1], short[3]] : [short[3], short[1]];
  return daysOf([short[4], month, day], short.slice(5, 9), undefined);
}

/**
 * The order that the cells of a column leave: a number above 12 is no month.
 *
 * @returns "open" when every date could be read in two ways; undefined when one of the cells is no date.
 */
export function orderOf(cells: Iterable<string>): DateOrder | "open" | undefined {
  let isShort = false;
  let found: DateOrder | undefined;
  let some = false;
  for (const cell of cells) {
    some = true;
    if (ISO.test(cell)) continue;
    const short = SHORT.exec(cell);
    if (short === null) return undefined;
    isShort = true;
    if (Number(short[1]) > 12) found = "day-month-year";
    if (Number(short[3]) > 12) found = "month-day-year";
    // Points between the numbers: nobody writes the month first then.
    if (short[2] === ".") found ??= "day-month-year";
  }
  if (!some) return undefined;
  return found ?? (isShort ? "open" : "year-month-day");
}

type Digits = string | undefined;

function daysOf([year, month, day]: [Digits, Digits, Digits], clock: readonly Digits[], zone: Digits): number {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const [hour = 0, minute = 0, second = 0] = clock.slice(0, 3).map((digits) => Number(digits ?? 0));
  const fraction = Number(`0.${clock[3] ?? 0}`);
  const date = new Date(Date.UTC(y, m - 1, d));
  // JavaScript turns the 31st of February into March.
  if (date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d || hour > 23 || minute > 59 || second > 59)
    return Number.NaN;
  return date.getTime() / DAY + (hour * 60 + minute - offsetOf(zone) + (second + fraction) / 60) / 1440;
}

/** Minutes that a zone is ahead. */
function offsetOf(zone: Digits): number {
  if (zone === undefined || zone === "Z") return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
