/** What the loader makes of a table: daily increments of each country on one common calendar, and what it came across. */
import { isoDate } from "../dates.js";

/** One country's increments. */
export interface CaseSeries {
  readonly name: string;
  /** ISO 3166-1 alpha-2; null for names that are no country, or unknown. */
  readonly iso: string | null;
  /** Cases a day; negative where a later report took some back. `increments[0]` is of the table's first day. */
  readonly increments: Float64Array;
}

/** An increment below zero: a correction. */
export interface NegativeIncrement {
  readonly name: string;
  readonly date: string;
  readonly value: number;
}

/** What was met while reading; every number that was changed or left out is counted here. */
export interface TableFindings {
  readonly layout: "wide";
  readonly encoding: string;
  readonly delimiter: string;
  readonly counts: "cumulative" | "daily";
  /** True when the table says of itself that its numbers are simulated. */
  readonly simulated: boolean;
  readonly rows: number;
  /** Rows that were summed into the country they belong to. */
  readonly provinces: number;
  readonly sortedDates: boolean;
  /** Cells that were filled, by country. */
  readonly filledCells: Readonly<Record<string, number>>;
  readonly negativeIncrements: readonly NegativeIncrement[];
  /** Rows without any value. */
  readonly emptyRows: readonly number[];
  /** Names that no table of countries lists. */
  readonly unknownNames: readonly string[];
  readonly notCountries: readonly string[];
  /** Sums over countries, left out. */
  readonly aggregates: readonly string[];
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

/** The first `days` increments of every series. */
export function firstDays(table: CaseTable, days: number): CaseTable {
  if (days >= table.days) return table;
  const lastDate = isoDate(table.firstDay + days);
  return {
    ...table,
    days,
    series: table.series.map((series) => ({ ...series, increments: series.increments.subarray(0, days) })),
    findings: {
      ...table.findings,
      negativeIncrements: table.findings.negativeIncrements.filter(({ date }) => date < lastDate),
    },
  };
}
