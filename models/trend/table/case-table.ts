/** What the loader makes of a table: daily increments of each country on one common calendar, and what it came across. */
import { isoDate } from "../dates.js";
import type { MissingCells } from "./fill.js";
import type { Indicator } from "./indicator.js";
import type { NegativePolicy, SeriesKind } from "./options.js";
import type { WeeklyReports } from "./weekly-reports.js";

/** One country's increments. */
export interface CaseSeries {
  readonly name: string;
  /** ISO 3166-1 alpha-2; null for names that are no country, or unknown. */
  readonly iso: string | null;
  /** Cases a day; negative where a later report took some back. `increments[0]` is of the table's first day. */
  readonly increments: Float64Array;
  /** Increments between the first and the last value that the table has; those outside are filled. Left out: all. */
  readonly reported?: { readonly from: number; readonly to: number };
}

/** An increment below zero: a correction. */
export interface NegativeIncrement {
  readonly name: string;
  readonly date: string;
  readonly value: number;
}

/** What was met in one country's rows. */
export interface CountryFindings {
  readonly name: string;
  /** Rows or columns that were summed. */
  readonly parts: number;
  /** Cells without a value, and days without a row; all were filled. */
  readonly missing: MissingCells;
  readonly negative: number;
  /** Values that the table has more than once, each time the same. */
  readonly duplicates: number;
  /** Day of the first and of the last value, ISO. */
  readonly firstValue: string;
  readonly lastValue: string;
  /** The first of its running totals, which has no increment; null of daily counts. */
  readonly firstTotal: number | null;
}

/** Rows of a country that ended on the day on which others of it began, and were not carried on beside them. */
export interface HandoverFinding {
  readonly name: string;
  /** The first day of the rows that took over, ISO. */
  readonly date: string;
  /** The rows, each with its place in the table. */
  readonly ended: readonly string[];
  readonly began: readonly string[];
  /** Their totals before that day and on it. */
  readonly before: number;
  readonly after: number;
}

/** Series that are the same on every day under different names. */
export interface TwinFinding {
  readonly names: readonly string[];
  /** Where each of them stands. */
  readonly places: readonly string[];
  readonly cases: number;
}

/** What was met while reading; every number that was changed or left out is counted here. */
export interface TableFindings {
  readonly layout: "wide" | "long" | "transposed";
  readonly encoding: string;
  readonly delimiter: string;
  /** How dates were read: year first (or with the month's name), month first, day first. */
  readonly dateFormat: "iso" | "mdy" | "dmy";
  /** The column of a long table that was read. */
  readonly column: string | null;
  readonly period: "day" | "week";
  /** Of a weekly table: the day of its week that a date was taken for, and what told so. */
  readonly weeks: { readonly edge: "first" | "last"; readonly from: string } | null;
  /** Days of a table of days that were reported by the week, and what was done about them. */
  readonly weeklyReports: readonly WeeklyReports[];
  readonly weeklyReportsAre: "kept" | "spread";
  /** What became one series. */
  readonly seriesKind: SeriesKind;
  /** Kinds of series that the table's columns allow beside that. */
  readonly otherKinds: readonly SeriesKind[];
  /** Lines above the header. */
  readonly titles: readonly string[];
  /** Of a long table with cases and deaths as rows: which rows were taken. */
  readonly indicator: Indicator | null;
  readonly counts: "cumulative" | "daily";
  /** What told so. */
  readonly countsFrom: "setting" | "name" | "numbers";
  /** Falls among the changes of the table's numbers. */
  readonly falls: number;
  /** True when the numbers could be totals or daily counts, and were taken for totals. */
  readonly countsUnclear: boolean;
  /** True when the table says of itself that its numbers are simulated. */
  readonly simulated: boolean;
  readonly rows: number;
  /** Rows that were summed into the country they belong to. */
  readonly provinces: number;
  readonly sortedDates: boolean;
  /** Days that the whole table lacks. */
  readonly gaps: readonly string[];
  /** One for each series of the table, in the same order. */
  readonly countries: readonly CountryFindings[];
  /** Cells that were filled, by country. */
  readonly filledCells: Readonly<Record<string, number>>;
  readonly negativeIncrements: readonly NegativeIncrement[];
  /** What was done about negative increments. */
  readonly negatives: NegativePolicy;
  /** Values that were there twice and counted once. */
  readonly duplicates: number;
  /** Names without any value, left out. */
  readonly empty: readonly string[];
  /** Countries left out for missing cells. */
  readonly dropped: readonly string[];
  /** Countries with a row that was the sum of their provinces, and was not added to them. */
  readonly ownTotals: readonly string[];
  readonly handovers: readonly HandoverFinding[];
  readonly twins: readonly TwinFinding[];
  /** Names that differ by case, spacing or accents only, each with its place. */
  readonly similarNames: readonly (readonly string[])[];
  /** Names that no table of countries lists. */
  readonly unknownNames: readonly string[];
  readonly notCountries: readonly string[];
  /** Sums over countries, left out. */
  readonly aggregates: readonly string[];
  /** Names that lead to the same code, which are series of their own. */
  readonly sameCode: readonly { readonly iso: string; readonly names: readonly string[] }[];
}

/** A table of cases. */
export interface CaseTable {
  /** Day number of `increments[0]`. */
  readonly firstDay: number;
  /** Increments of each series. */
  readonly days: number;
  readonly series: readonly CaseSeries[];
  readonly findings: TableFindings;
}

/**
 * The first `days` increments of every series. What was found is still told of the whole table, negative increments and
 * weekly reports excepted.
 */
export function firstDays(table: CaseTable, days: number): CaseTable {
  if (days >= table.days) return table;
  const lastDate = isoDate(table.firstDay + days);
  return {
    ...table,
    days,
    series: table.series.map((series) => {
      const increments = series.increments.subarray(0, days);
      if (series.reported === undefined) return { ...series, increments };
      const { from, to } = series.reported;
      return { ...series, increments, reported: { from: Math.min(from, days), to: Math.min(to, days) } };
    }),
    findings: {
      ...table.findings,
      negativeIncrements: table.findings.negativeIncrements.filter(({ date }) => date < lastDate),
      weeklyReports: table.findings.weeklyReports.filter(({ from }) => from < lastDate),
    },
  };
}
