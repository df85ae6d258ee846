/** Dates as tables write them. */
import { dayNumber } from "../dates.js";
import { lastDayOfWeek, weekText } from "./iso-week.js";

/**
 * A date's text taken apart: `day` is its day number, null where no such day exists; `parts` are two numbers of which one
 * is the month, in an order that the text does not tell.
 */
export type DateText =
  | { readonly kind: "fixed"; readonly day: number | null }
  | { readonly kind: "parts"; readonly first: number; readonly second: number; readonly year: number };

/** `T00:00:00Z`, ` 17:00`: the time of day, which is left out. */
const TIME = "(?:[T ]\\d{1,2}:\\d{2}.*)?";
const YEAR_FIRST = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${TIME}$`);
const COMPACT = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;
const PARTS = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})${TIME}$`);
const DAY_NAMED = /^(\d{1,2})[\s-]*([a-z]{3,9})\.?[\s,-]*(\d{4}|\d{2})$/i;
const MONTH_NAMED = /^([a-z]{3,9})\.?[\s-]*(\d{1,2})[\s,-]+(\d{4}|\d{2})$/i;

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/**
 * Takes a date's text apart: `2020-01-22`, `2020/1/22`, `20200122`, `1/22/20`, `22.01.2020`, `22-Jan-20`, `Jan 22, 2020`,
 * and `2020-W04`, which is the Sunday of that week. Null for text that is not written like a date.
 */
export function dateText(text: string): DateText | null {
  const iso = YEAR_FIRST.exec(text);
  if (iso !== null) return fixed(Number(iso[1]), Number(iso[3]), Number(iso[4]));
  const week = weekText(text);
  if (week !== null) return { kind: "fixed", day: isYear(week.year) ? lastDayOfWeek(week.year, week.week) : null };
  const parts = PARTS.exec(text);
  if (parts !== null) {
    return { kind: "parts", first: Number(parts[1]), second: Number(parts[3]), year: fullYear(parts[4] ?? "") };
  }
  const compact = COMPACT.exec(text);
  if (compact !== null) return fixed(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  const dayNamed = DAY_NAMED.exec(text);
  if (dayNamed !== null) return named(dayNamed[3] ?? "", dayNamed[2] ?? "", dayNamed[1] ?? "");
  const monthNamed = MONTH_NAMED.exec(text);
  if (monthNamed !== null) return named(monthNamed[3] ?? "", monthNamed[1] ?? "", monthNamed[2] ?? "");
  return null;
}

/** True when a text is written like a date, though it may name no day. */
export function looksLikeDate(text: string): boolean {
  return dateText(text) !== null;
}

/** The day number of a date of this era of counting, or null: a typing error of a century would make a table of 36,500 days. */
export function plausibleDay(year: number, month: number, day: number): number | null {
  return isYear(year) ? dayNumber(year, month, day) : null;
}

function isYear(year: number): boolean {
  return year >= 1900 && year <= 2199;
}

function fixed(year: number, month: number, day: number): DateText {
  return { kind: "fixed", day: plausibleDay(year, month, day) };
}

function named(year: string, month: string, day: string): DateText | null {
  const folded = month.toLowerCase();
  const index = MONTHS.findIndex(
    (name) => name === folded || name.slice(0, 3) === folded || (folded === "sept" && name === "september"),
  );
  return index === -1 ? null : fixed(fullYear(year), index + 1, Number(day));
}

/** Two digits are a year of this century: no table of daily cases is older. */
function fullYear(text: string): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}
