/** The loader: a file's bytes in, daily increments and findings out. Browser-safe: it opens no file itself. */
import { InputError } from "kilnjs";
import { type Country, countryOf } from "../countries/country.js";
import { isoDate } from "../dates.js";
import type { CaseSeries, CaseTable, CountryFindings } from "./case-table.js";
import { type CountrySum, sumCountries } from "./country-sums.js";
import { countsOf } from "./counts.js";
import { type Csv, openCsv } from "./csv.js";
import { decodeText } from "./decode.js";
import { dailyIncrements, firstIncrementDay } from "./increments.js";
import { layoutOf } from "./layout.js";
import { readLong } from "./long.js";
import { applyNegativePolicy, negativesOf } from "./negatives.js";
import { type FullReadOptions, fullOptions, type ReadOptions } from "./options.js";
import type { Sheet } from "./sheet.js";
import { SIMULATED_MARK } from "./simulated.js";
import { readTransposed } from "./transposed.js";
import { readWide } from "./wide.js";

/**
 * Reads a table of cases: decodes it, finds its layout, brings that to one series for each row on one calendar, tells
 * totals from daily counts, fills, sums provinces, and makes daily increments.
 *
 * @param file the file's name, for messages.
 * @throws InputError naming file, row and column of what is wrong, and what to do.
 */
export function readCaseTable(bytes: Uint8Array, file: string, options: ReadOptions = {}): CaseTable {
  const full = fullOptions(options);
  const { text, encoding } = decodeText(bytes, file);
  const csv = openCsv(text, file);
  const layout = layoutOf(csv, file);
  const sheet = readSheet(csv, layout, full, file);
  refusePeriod(sheet, full, file);
  const looked = sheet.series.map((series) => ({ ...series, country: countryOf(series.name) }));
  const kept = looked.filter(({ country }) => country.kind !== "aggregate");
  if (kept.length === 0) throw new InputError("no row of the table is a country", { where: { file } });
  const { counts, from, falls, unclear } = countsOf(kept, sheet.column, full.counts, file);
  const { calendar } = sheet;
  const sums = sumCountries(kept, counts, calendar, full.missing);
  if (sums.countries.length === 0) {
    const why = sums.dropped.length > 0 ? "every country misses values and was left out" : "no cell holds a number";
    throw new InputError(why, { where: { file } });
  }
  const firstDay = firstIncrementDay(calendar, counts);
  const raw = sums.countries.map((sum): CaseSeries => {
    const increments = dailyIncrements(sum.values, counts, calendar.period);
    return { name: sum.name, iso: countryOf(sum.name).iso, increments, reported: reported(sum, sheet, counts) };
  });
  const negativeIncrements = negativesOf(raw, firstDay);
  const negativeOf = countBy(negativeIncrements.map(({ name }) => name));
  return {
    firstDay,
    days: raw[0]?.increments.length ?? 0,
    series: applyNegativePolicy(raw, negativeIncrements, full.negatives, file),
    findings: {
      layout: layout.kind,
      encoding,
      delimiter: csv.delimiter,
      dateFormat: calendar.dateFormat,
      column: sheet.column,
      period: calendar.period,
      counts,
      countsFrom: from,
      falls,
      countsUnclear: unclear,
      simulated: sheet.series.some(({ region }) => region.toLowerCase() === SIMULATED_MARK),
      rows: sheet.rows,
      provinces: sums.countries.reduce((total, { parts }) => total + (parts > 1 ? parts : 0), 0),
      sortedDates: layout.kind === "long" || calendar.sorted,
      gaps: calendar.gaps,
      countries: sums.countries.map((sum) => findingsOf(sum, sheet, negativeOf.get(sum.name) ?? 0)),
      filledCells: Object.fromEntries(
        sums.countries.filter((sum) => filledOf(sum) > 0).map((sum) => [sum.name, filledOf(sum)]),
      ),
      negativeIncrements,
      negatives: full.negatives,
      duplicates: sheet.series.reduce((total, { duplicates }) => total + duplicates, 0),
      empty: sums.empty,
      dropped: sums.dropped,
      ownTotals: sums.ownTotals,
      unknownNames: namesOf(looked, "unknown"),
      notCountries: namesOf(looked, "notACountry"),
      aggregates: [...namesOf(looked, "aggregate"), ...sheet.setAside],
      sameCode: sameCode(raw),
    },
  };
}

function readSheet(csv: Csv, layout: ReturnType<typeof layoutOf>, options: FullReadOptions, file: string): Sheet {
  if (layout.kind === "long") return readLong(csv, layout, options, file);
  if (options.column !== "") {
    throw new InputError(`the table is ${layout.kind}: it has no column "${options.column}" to choose`, {
      where: { file },
      next: "Leave out the setting column: it is for tables with a row for each country and day.",
    });
  }
  if (layout.kind === "wide") return readWide(csv, layout.country, options, file);
  return readTransposed(csv, layout.date, options, file);
}

function refusePeriod({ calendar }: Sheet, { weekly }: FullReadOptions, file: string): void {
  if (calendar.length < 2) {
    throw new InputError("one day only: needs at least 2 days for an increment, and a window's length more to train", {
      where: { file },
    });
  }
  if (calendar.period === "day" || weekly === "spread") return;
  const [first, second] = [calendar.firstDay, calendar.firstDay + 7].map(isoDate);
  throw new InputError(`one value a week (${first}, ${second}, …): the cases of a day cannot be known from it`, {
    where: { file },
    next: "Give a daily table; or say --set weekly=spread: each day then gets a seventh of its week's cases.",
  });
}

/** Indices of the increments between a country's first and last value. */
function reported({ first, last }: CountrySum, { calendar }: Sheet, counts: "cumulative" | "daily") {
  const size = calendar.period === "week" ? 7 : 1;
  return { from: first * size, to: (counts === "cumulative" ? last : last + 1) * size };
}

function findingsOf(sum: CountrySum, { calendar }: Sheet, negative: number): CountryFindings {
  const size = calendar.period === "week" ? 7 : 1;
  const dateOf = (step: number) => isoDate(calendar.firstDay + step * size);
  const { name, parts, missing, duplicates, first, last } = sum;
  return { name, parts, missing, negative, duplicates, firstValue: dateOf(first), lastValue: dateOf(last) };
}

function filledOf({ missing }: CountrySum): number {
  return missing.before + missing.inside + missing.after;
}

function namesOf(series: readonly { name: string; country: Country }[], kind: Country["kind"]): string[] {
  return [...new Set(series.filter(({ country }) => country.kind === kind).map(({ name }) => name))];
}

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function sameCode(series: readonly CaseSeries[]): { iso: string; names: string[] }[] {
  const byCode = new Map<string, string[]>();
  for (const { name, iso } of series) if (iso !== null) byCode.set(iso, [...(byCode.get(iso) ?? []), name]);
  return [...byCode].filter(([, names]) => names.length > 1).map(([iso, names]) => ({ iso, names }));
}
