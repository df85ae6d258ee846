/** What the loader makes of a table: daily increments of each country on one common calendar, and what it came across. */
import { isoDate } from "../dates.js";
import type { MissingCells } from "./fill.js";
import type { NegativePolicy } from "./options.js";

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

/** The first `days` increments of every series. What was found is still told of the whole table, negative increments excepted. */
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
    },
  };
}
