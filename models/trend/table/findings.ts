/** What was met while a table was read, gathered from the steps of the loader. */
import { isoDate } from "../dates.js";
import type { CaseSeries, CountryFindings, NegativeIncrement, TableFindings } from "./case-table.js";
import type { CountrySum, CountrySums } from "./country-sums.js";
import type { Counts } from "./counts.js";
import type { Csv } from "./csv.js";
import { regionColumns, stateColumns } from "./headings.js";
import type { Layout } from "./layout.js";
import type { FullReadOptions, SeriesKind } from "./options.js";
import type { NamedSeries, SeriesPlace } from "./series-kind.js";
import { placed, type Sheet } from "./sheet.js";
import { similarNames } from "./similar-names.js";
import { SIMULATED_MARK } from "./simulated.js";
import { twinsOf } from "./twins.js";
import type { WeeklyReports } from "./weekly-reports.js";

/** What the steps made of a table. */
export interface Steps {
  readonly options: FullReadOptions;
  readonly csv: Csv;
  readonly encoding: string;
  readonly layout: Layout;
  readonly sheet: Sheet;
  /** The rows of the sheet under the names of their series, those that are sums among them. */
  readonly named: readonly NamedSeries[];
  readonly told: Counts;
  readonly sums: CountrySums;
  /** Increments of `sums.countries`. */
  readonly series: readonly CaseSeries[];
  readonly negativeIncrements: readonly NegativeIncrement[];
  readonly weeklyReports: readonly WeeklyReports[];
}

export function findingsOf(steps: Steps): TableFindings {
  const { options, csv, layout, sheet, named, told, sums, series, negativeIncrements } = steps;
  const { calendar } = sheet;
  const negativeOf = countBy(negativeIncrements.map(({ name }) => name));
  return {
    layout: layout.kind,
    encoding: steps.encoding,
    delimiter: csv.delimiter,
    titles: csv.titles,
    dateFormat: calendar.dateFormat,
    column: sheet.column,
    indicator: sheet.indicator,
    period: calendar.period,
    weeks: calendar.weeks ?? null,
    weeklyReports: steps.weeklyReports,
    weeklyReportsAre: options.weekly === "spread" ? "spread" : "kept",
    seriesKind: options.series,
    otherKinds: kindsOf(csv, layout).filter((kind) => kind !== options.series),
    counts: told.counts,
    countsFrom: told.from,
    falls: told.falls,
    countsUnclear: told.unclear,
    simulated: sheet.series.some(({ region }) => region.toLowerCase() === SIMULATED_MARK),
    rows: sheet.rows,
    provinces: sums.countries.reduce((total, { parts }) => total + (parts > 1 ? parts : 0), 0),
    sortedDates: layout.kind === "long" || calendar.sorted,
    gaps: calendar.gaps,
    countries: sums.countries.map((sum) => ofCountry(sum, sheet, told.counts, negativeOf.get(sum.name) ?? 0)),
    filledCells: Object.fromEntries(
      sums.countries.filter((sum) => filledOf(sum) > 0).map((sum) => [sum.name, filledOf(sum)]),
    ),
    negativeIncrements,
    negatives: options.negatives,
    duplicates: sheet.series.reduce((total, { duplicates }) => total + duplicates, 0),
    empty: sums.empty,
    dropped: sums.dropped,
    ownTotals: sums.ownTotals,
    handovers: handovers(sums, sheet, layout.kind),
    twins: twins(series, sums, layout.kind),
    similarNames: similarNames(named.filter(({ place }) => place.kind !== "aggregate")).map((rows) =>
      rows.map((row) => placed(row.region === "" ? row.name : `${row.region}, ${row.name}`, row.where, layout.kind)),
    ),
    unknownNames: namesOf(named, "unknown"),
    notCountries: namesOf(named, "notACountry"),
    aggregates: [...namesOf(named, "aggregate"), ...sheet.setAside],
    sameCode: sameCode(series),
  };
}

/** The kinds of series that a table's columns allow. */
function kindsOf(csv: Csv, layout: Layout): SeriesKind[] {
  if (layout.kind === "transposed") return ["country"];
  const { column, isCountry } = layout.names;
  const others = (columns: readonly number[]) => columns.some((one) => one !== column);
  const states = others(stateColumns(csv.header));
  const parts = others(regionColumns(csv.header));
  return [
    ...(isCountry ? (["country"] as const) : []),
    ...(states || !isCountry ? (["state"] as const) : []),
    ...(parts ? (["row"] as const) : []),
  ];
}

function ofCountry(sum: CountrySum, { calendar }: Sheet, counts: Counts["counts"], negative: number): CountryFindings {
  const size = calendar.period === "week" ? 7 : 1;
  const dateOf = (step: number) => isoDate(calendar.firstDay + step * size);
  const { name, parts, missing, duplicates, first, last } = sum;
  const firstTotal = counts === "cumulative" ? (sum.values[first] ?? null) : null;
  return { name, parts, missing, negative, duplicates, firstValue: dateOf(first), lastValue: dateOf(last), firstTotal };
}

function handovers(
  { handovers: found }: CountrySums,
  { calendar }: Sheet,
  layout: Layout["kind"],
): TableFindings["handovers"] {
  const size = calendar.period === "week" ? 7 : 1;
  const labels = (rows: CountrySums["handovers"][number]["ended"]) =>
    rows.map(({ region, name, where }) => placed(region === "" ? name : region, where, layout));
  return found.map(({ name, step, ended, began, before, after }) => ({
    name,
    date: isoDate(calendar.firstDay + step * size),
    ended: labels(ended),
    began: labels(began),
    before,
    after,
  }));
}

function twins(
  series: readonly CaseSeries[],
  { countries }: CountrySums,
  layout: Layout["kind"],
): TableFindings["twins"] {
  return twinsOf(series).map((group) => {
    const found = group.flatMap((i) => countries[i] ?? []);
    const cases = series[group[0] ?? 0]?.increments.reduce((sum, value) => sum + value, 0) ?? 0;
    return {
      names: found.map(({ name }) => name),
      places: found.map(({ name, where }) => placed(name, where, layout)),
      cases,
    };
  });
}

function filledOf({ missing }: CountrySum): number {
  return missing.before + missing.inside + missing.after;
}

function namesOf(series: readonly NamedSeries[], kind: SeriesPlace["kind"]): string[] {
  return [...new Set(series.filter(({ place }) => place.kind === kind).map(({ name }) => name))];
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
