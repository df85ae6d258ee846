/** The loader: a file's bytes in, daily increments and findings out. Browser-safe: it opens no file itself. */
import { InputError } from "../../errors.js";
import { type Country, countryOf } from "../countries/country.js";
import { isoDate } from "../dates.js";
import type { CaseSeries, CaseTable, NegativeIncrement } from "./case-table.js";
import { parseCsv } from "./csv.js";
import { decodeText } from "./decode.js";
import { layoutOf } from "./layout.js";
import { readWide, type WideSeries } from "./wide.js";

/** What the values of a table are; `auto` looks at them. */
export type CountKind = "auto" | "cumulative" | "daily";

/** How to read a table. */
export interface ReadOptions {
  readonly counts?: CountKind;
}

/**
 * Running totals hardly ever fall (once in a thousand days in the table of Johns Hopkins University); daily counts fall
 * every third day or more.
 */
const DAILY_SHARE = 0.25;

/**
 * Reads a table of cases.
 *
 * @param file the file's name, for messages.
 * @throws InputError naming file, row and column of what is wrong, and what to do.
 */
export function readCaseTable(bytes: Uint8Array, file: string, options: ReadOptions = {}): CaseTable {
  const { text, encoding } = decodeText(bytes, file);
  const csv = parseCsv(text, file);
  const layout = layoutOf(csv, file);
  const wide = readWide(csv, file);
  const looked = wide.series.map((series) => ({ ...series, country: countryOf(series.name) }));
  const kept = looked.filter(({ country }) => country.kind !== "aggregate");
  if (kept.length === 0) throw new InputError("no row of the table is a country", { where: { file } });
  const counts = options.counts === undefined || options.counts === "auto" ? kindOf(kept) : options.counts;
  const firstDay = counts === "daily" ? wide.firstDay : wide.firstDay + 1;
  const series = kept.map((entry): CaseSeries => {
    const increments = counts === "daily" ? entry.values : differences(entry.values);
    return { name: entry.name, iso: entry.country.iso, increments };
  });
  const days = series[0]?.increments.length ?? 0;
  if (days === 0) {
    throw new InputError("one day of running totals gives no increment: needs at least 2 days", { where: { file } });
  }
  return {
    firstDay,
    days,
    series,
    findings: {
      layout,
      encoding,
      delimiter: csv.delimiter,
      counts,
      simulated: wide.simulated,
      rows: csv.rows.length,
      provinces: wide.provinces,
      sortedDates: wide.sortedDates,
      filledCells: Object.fromEntries(
        kept.filter(({ filledCells }) => filledCells > 0).map(({ name, filledCells }) => [name, filledCells]),
      ),
      negativeIncrements: negativeIncrements(series, firstDay),
      emptyRows: wide.emptyRows,
      unknownNames: namesOf(looked, "unknown"),
      notCountries: namesOf(looked, "notACountry"),
      aggregates: namesOf(looked, "aggregate"),
    },
  };
}

/** Increments of running totals: one fewer than there are totals. */
export function differences(totals: Float64Array): Float64Array {
  const increments = new Float64Array(Math.max(0, totals.length - 1));
  for (let day = 0; day < increments.length; day++) {
    increments[day] = (totals[day + 1] as number) - (totals[day] as number);
  }
  return increments;
}

function kindOf(series: readonly WideSeries[]): "cumulative" | "daily" {
  let falls = 0;
  let changes = 0;
  for (const { values } of series) {
    for (const change of differences(values)) {
      if (change < 0) falls += 1;
      if (change !== 0) changes += 1;
    }
  }
  return changes > 0 && falls / changes > DAILY_SHARE ? "daily" : "cumulative";
}

function negativeIncrements(series: readonly CaseSeries[], firstDay: number): NegativeIncrement[] {
  const found: NegativeIncrement[] = [];
  for (const { name, increments } of series) {
    increments.forEach((value, day) => {
      if (value < 0) found.push({ name, date: isoDate(firstDay + day), value });
    });
  }
  return found;
}

function namesOf(series: readonly { name: string; country: Country }[], kind: Country["kind"]): string[] {
  return series.filter(({ country }) => country.kind === kind).map(({ name }) => name);
}
