/** From a file's bytes to daily increments: the loader's steps in their order. */
import { InputError } from "kilnjs";
import type { CaseSeries, CaseTable } from "./case-table.js";
import { type CountrySum, sumCountries } from "./country-sums.js";
import { countsOf } from "./counts.js";
import { type Csv, openCsv } from "./csv.js";
import { decodeText } from "./decode.js";
import { findingsOf } from "./findings.js";
import { countsOfHeading } from "./headings.js";
import { dailyIncrements, firstIncrementDay } from "./increments.js";
import { nameWeeks } from "./iso-week.js";
import { type Layout, layoutOf } from "./layout.js";
import { readLong } from "./long.js";
import { applyNegativePolicy, negativesOf } from "./negatives.js";
import { type FullReadOptions, fullOptions, type ReadOptions } from "./options.js";
import { refuseWeeklyTable, refuseWeekReports } from "./refuse-weeks.js";
import { nameSeries } from "./series-kind.js";
import type { Sheet } from "./sheet.js";
import { readTransposed } from "./transposed.js";
import { weeklyReportsOf } from "./weekly-reports.js";
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
  const opened = openCsv(text, file);
  const csv = { ...opened, header: nameWeeks(opened.header) };
  const layout = layoutOf(csv, full.series, file);
  const sheet = readSheet(csv, layout, full, file);
  refuseWeeklyTable(sheet.calendar, full.weekly, file);
  const isCountry = layout.kind === "transposed" || layout.names.isCountry;
  const named = sheet.series.map((series) => nameSeries(series, full.series, isCountry));
  const kept = named.filter(({ place }) => place.kind !== "aggregate");
  if (kept.length === 0) throw new InputError("no row of the table is a country", { where: { file } });
  const told = countsOf(kept, headingOf(sheet), full.counts, file);
  const { counts } = told;
  const { calendar } = sheet;
  const sums = sumCountries(kept, counts, calendar, full.missing);
  if (sums.countries.length === 0) {
    const why = sums.dropped.length > 0 ? "every country misses values and was left out" : "no cell holds a number";
    throw new InputError(why, { where: { file } });
  }
  const firstDay = firstIncrementDay(calendar, counts);
  const daily = sums.countries.map((sum): CaseSeries => {
    const increments = dailyIncrements(sum.values, counts, calendar.period);
    return { name: sum.name, iso: sum.place.iso, increments, reported: reported(sum, sheet, counts) };
  });
  const weekly = calendar.period === "day" ? daily.map((series) => weeklyReportsOf(series, firstDay)) : [];
  const weeklyReports = weekly.flatMap(({ found }) => found);
  if (full.weekly === "refuse") refuseWeekReports(weeklyReports, daily, file);
  const raw = full.weekly === "spread" ? daily.map((series, i) => weekly[i]?.spread ?? series) : daily;
  const negativeIncrements = negativesOf(raw, firstDay);
  return {
    firstDay,
    days: raw[0]?.increments.length ?? 0,
    series: applyNegativePolicy(raw, negativeIncrements, full.negatives, file),
    findings: findingsOf({
      options: full,
      csv,
      encoding,
      layout,
      sheet,
      named,
      told,
      sums,
      series: raw,
      negativeIncrements,
      weeklyReports,
    }),
  };
}

/** The text that says whether numbers are totals: the heading, or what the rows taken are called. */
function headingOf({ column, indicator }: Sheet): string | null {
  if (column === null || indicator === null || countsOfHeading(column) !== null) return column;
  return countsOfHeading(indicator.taken) === null ? column : indicator.taken;
}

function readSheet(csv: Csv, layout: Layout, options: FullReadOptions, file: string): Sheet {
  if (layout.kind === "long") return readLong(csv, layout, options, file);
  if (options.column !== "") {
    throw new InputError(`the table is ${layout.kind}: it has no column "${options.column}" to choose`, {
      where: { file },
      next: "Leave out the setting column: it is for tables with a row for each country and day.",
    });
  }
  if (layout.kind === "wide") return readWide(csv, layout.names, options, file);
  if (options.series !== "country") {
    throw new InputError(`the table has a column for each country: series=${options.series} would change nothing`, {
      where: { file },
      next: "Say --set series=country.",
    });
  }
  return readTransposed(csv, layout.dates, options, file);
}

/** Indices of the increments between a country's first and last value. */
function reported({ first, last }: CountrySum, { calendar }: Sheet, counts: "cumulative" | "daily") {
  const size = calendar.period === "week" ? 7 : 1;
  return { from: first * size, to: (counts === "cumulative" ? last : last + 1) * size };
}
