/** What can be said about a table when it does not say it itself, and what is to become of its troubles. */

/** What the numbers are; `auto` goes by the column's name and the numbers. */
export const countKinds = ["auto", "cumulative", "daily"] as const;
export type CountKind = (typeof countKinds)[number];

/** How dates are written: `iso` year first, `mdy` month first, `dmy` day first. */
export const dateFormats = ["auto", "iso", "mdy", "dmy"] as const;
export type DateFormat = (typeof dateFormats)[number];

/** What becomes of an increment below zero: kept as it is, set to 0, or an error. */
export const negativePolicies = ["keep", "clip", "refuse"] as const;
export type NegativePolicy = (typeof negativePolicies)[number];

/** What becomes of a missing cell: filled (see `fill.ts`), the country left out, or an error. */
export const missingPolicies = ["carry", "drop", "refuse"] as const;
export type MissingPolicy = (typeof missingPolicies)[number];

/** What becomes of a day that the whole table lacks: an error, or missing cells of that day. */
export const gapPolicies = ["refuse", "carry"] as const;
export type GapPolicy = (typeof gapPolicies)[number];

/**
 * What becomes of a week's cases that stand under one day: an error (`weekly-reports.ts` tells where a warning does), each
 * of the week's days gets its share, or, in a table of days, they stay where they are.
 */
export const weeklyPolicies = ["refuse", "spread", "keep"] as const;
export type WeeklyPolicy = (typeof weeklyPolicies)[number];

/** Which day of its week a weekly table's date is; `auto` goes by the columns, and else takes it for the last. */
export const weekDates = ["auto", "first", "last"] as const;
export type WeekDate = (typeof weekDates)[number];

/** What becomes one series: a country with all its rows, a state with its rows, or each row. */
export const seriesKinds = ["country", "state", "row"] as const;
export type SeriesKind = (typeof seriesKinds)[number];

/** Which character stands before a fraction; the other one then separates thousands. */
export const decimalMarks = ["auto", "point", "comma"] as const;
export type DecimalMark = (typeof decimalMarks)[number];

/** How to read a table. Each is also a setting of `kiln train trend` and `kiln data trend`, under the same name. */
export interface ReadOptions {
  readonly counts?: CountKind;
  readonly dateFormat?: DateFormat;
  /** The column of a long table that holds the numbers; empty or left out: see `value-column.ts`. */
  readonly column?: string;
  readonly negatives?: NegativePolicy;
  readonly missing?: MissingPolicy;
  readonly gaps?: GapPolicy;
  readonly weekly?: WeeklyPolicy;
  readonly weekDate?: WeekDate;
  readonly series?: SeriesKind;
  readonly decimal?: DecimalMark;
}

/** What each setting can be; a column is any name. */
export const readChoices: Readonly<Record<Exclude<keyof ReadOptions, "column">, readonly string[]>> = {
  counts: countKinds,
  dateFormat: dateFormats,
  negatives: negativePolicies,
  missing: missingPolicies,
  gaps: gapPolicies,
  weekly: weeklyPolicies,
  weekDate: weekDates,
  series: seriesKinds,
  decimal: decimalMarks,
};

/** Options with nothing left open. */
export type FullReadOptions = Required<ReadOptions>;

/** Options with the defaults for those that were not given. */
export function fullOptions(options: ReadOptions): FullReadOptions {
  return {
    counts: options.counts ?? "auto",
    dateFormat: options.dateFormat ?? "auto",
    column: options.column ?? "",
    negatives: options.negatives ?? "keep",
    missing: options.missing ?? "carry",
    gaps: options.gaps ?? "refuse",
    weekly: options.weekly ?? "refuse",
    weekDate: options.weekDate ?? "auto",
    series: options.series ?? "country",
    decimal: options.decimal ?? "auto",
  };
}
