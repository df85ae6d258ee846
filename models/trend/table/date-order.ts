/** Whether the month or the day comes first in a table's dates, decided only when the dates themselves leave no choice. */
import { InputError, type Where } from "kilnjs";
import { dateText, plausibleDay } from "./date-text.js";
import type { DateFormat } from "./options.js";

/** A date as the table writes it, and where. */
export interface DateCell {
  readonly text: string;
  readonly where: Where;
}

/** Day numbers of dates, in their order, and how they were read. */
export interface ReadDates {
  readonly days: readonly number[];
  readonly format: "iso" | "mdy" | "dmy";
}

type Order = "mdy" | "dmy";
const ORDERS: readonly Order[] = ["mdy", "dmy"];
const inWords: Readonly<Record<Order, string>> = { mdy: "the month first", dmy: "the day first" };

/**
 * Reads all dates of a table in one way. Dates with the year first and dates with the month's name have one meaning. Of the
 * others, an order is taken when it is asked for, or when the other one gives a day that does not exist, or when it makes
 * the days follow each other one by one or week by week and the other does not: 3/1/20, 3/2/20, 3/3/20 can then only be
 * March, as this loader reads no table of months.
 *
 * @throws InputError naming the date that is no day, or asking for the order.
 */
export function readDates(dates: readonly DateCell[], format: DateFormat): ReadDates {
  const parsed = dates.map(({ text }) => dateText(text));
  if (format === "iso" || parsed.every((date) => date?.kind === "fixed")) {
    return { days: inOrder(dates, null), format: "iso" };
  }
  if (format !== "auto") return { days: inOrder(dates, format), format };
  const [mdy, dmy] = ORDERS.map((order) => dates.findIndex(({ text }) => dayOf(text, order) === null)) as [
    number,
    number,
  ];
  if (mdy !== -1 && dmy !== -1) refuseBoth(dates, mdy, dmy);
  if (dmy !== -1) return { days: inOrder(dates, "mdy"), format: "mdy" };
  if (mdy !== -1) return { days: inOrder(dates, "dmy"), format: "dmy" };
  return byCalendar(dates);
}

/** The day number of a text in an order, null where there is no such day. */
function dayOf(text: string, order: Order | null): number | null {
  const date = dateText(text);
  if (date === null) return null;
  if (date.kind === "fixed") return date.day;
  if (order === null) return null;
  const [month, day] = order === "mdy" ? [date.first, date.second] : [date.second, date.first];
  return plausibleDay(date.year, month, day);
}

function inOrder(dates: readonly DateCell[], order: Order | null): number[] {
  return dates.map(({ text, where }) => {
    const day = dayOf(text, order);
    if (day !== null) return day;
    if (dateText(text)?.kind !== "parts") throw noDay(text, where);
    if (order !== null) throw noDay(text, where, ` with ${inWords[order]}`);
    throw new InputError(`"${text}" is no ISO date`, { where, next: "Say --date-format mdy or --date-format dmy." });
  });
}

function noDay(text: string, where: Where, reading = ""): InputError {
  return new InputError(`"${shorten(text)}" is no day of the calendar${reading}`, {
    where,
    next: "Correct the date, or write it as YYYY-MM-DD.",
  });
}

/** No order fits: either one date is none in both, or two dates contradict each other. */
function refuseBoth(dates: readonly DateCell[], mdy: number, dmy: number): never {
  const never = dates.find(({ text }) => ORDERS.every((order) => dayOf(text, order) === null));
  if (never !== undefined) throw noDay(never.text, never.where);
  const [dayFirst, monthFirst] = [dates[mdy], dates[dmy]] as [DateCell, DateCell];
  throw new InputError(
    `"${shorten(dayFirst.text)}" must have the day first, but "${shorten(monthFirst.text)}" the month`,
    { where: dayFirst.where, next: "Write all dates as YYYY-MM-DD." },
  );
}

/** Both orders give days: the calendar may still allow one only. */
function byCalendar(dates: readonly DateCell[]): ReadDates {
  const monthFirst = inOrder(dates, "mdy");
  const dayFirst = inOrder(dates, "dmy");
  const differs = dates.find((_, i) => monthFirst[i] !== dayFirst[i]);
  const regular = [isRegular(monthFirst), isRegular(dayFirst)];
  // A single day makes no increment: whichever it is, what reads on says so.
  const single = new Set(monthFirst).size === 1;
  if (differs === undefined || single || (regular[0] && !regular[1])) return { days: monthFirst, format: "mdy" };
  if (regular[1] && !regular[0]) return { days: dayFirst, format: "dmy" };
  throw new InputError(`the dates can be read with the month or the day first ("${differs.text}")`, {
    where: differs.where,
    next: "Say which with --date-format mdy or --date-format dmy, or write the dates as YYYY-MM-DD.",
  });
}

/** True for days that follow each other one by one, or week by week. */
function isRegular(days: readonly number[]): boolean {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const steps = sorted.slice(1).map((day, i) => day - (sorted[i] as number));
  const step = steps[0];
  return (step === 1 || step === 7) && steps.every((each) => each === step);
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
