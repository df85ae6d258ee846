/** The long layout of Our World in Data and WHO: a row for each country and day. */
import { at, InputError } from "kilnjs";
import { type Calendar, calendarOf, refuseGaps, type Twice } from "./calendar.js";
import type { Csv } from "./csv.js";
import type { DateCell } from "./date-order.js";
import { looksLikeDate } from "./date-text.js";
import { indicatorOf } from "./indicator.js";
import { nameWeek } from "./iso-week.js";
import type { Layout } from "./layout.js";
import { NumberReader } from "./numbers.js";
import type { FullReadOptions } from "./options.js";
import { partColumns } from "./series-kind.js";
import { cleanName, type Entries, place, refuseHuge, type Sheet } from "./sheet.js";
import { valueColumn } from "./value-column.js";
import { type Named, nameOf } from "./wide.js";
import { WidthCheck } from "./width.js";

/** The rows of one country or province, in the order of the file. */
interface LongSeries extends Named {
  readonly values: number[];
  readonly dates: number[];
  readonly rows: number[];
}

/**
 * Reads a long table. Rows may come in any order; a day on which a country has no row is a missing cell. The
 * series come by name.
 *
 * @throws InputError naming the row and column of the first thing that is wrong.
 */
export function readLong(
  csv: Csv,
  { names, dates: { date: dateAt, others, bareWeeks, edge } }: Layout & { readonly kind: "long" },
  options: FullReadOptions,
  file: string,
): Sheet {
  const column = valueColumn(csv, [names.column, dateAt, ...others], options.column, file);
  const heading = at(csv.header, column, "column");
  const parts = partColumns(csv.header, names, options.series, file);
  const indicator = indicatorOf(csv, file);
  const numbers = new NumberReader(options.decimal);
  const dates: DateCell[] = [];
  const dateIds = new Map<string, number>();
  const found = new Map<string, LongSeries>();
  const dateId = (text: string, row: number): number => {
    const known = dateIds.get(text);
    if (known !== undefined) return known;
    const where = { file, row, column: dateAt + 1 };
    if (!looksLikeDate(text)) throw notADate(text, where);
    dates.push({ text, where });
    dateIds.set(text, dates.length - 1);
    return dates.length - 1;
  };
  const where = (row: number, date: number, name: string) => ({
    file,
    row,
    column: `${column + 1} (${heading}, ${dates[date]?.text}, ${name})`,
  });
  const widths = new WidthCheck(csv.header.length, file);
  const rows = csv.eachRow((row) => {
    if (!widths.fits(row)) return;
    if (indicator !== null && cleanName(row.cells[indicator.at] ?? "") !== indicator.taken) return;
    const named = nameOf(row, names, parts, file);
    const { name, region } = named;
    const text = row.cells[dateAt] ?? "";
    const date = dateId(bareWeeks ? nameWeek(text) : text, row.number);
    const key = `${name}\0${region}`;
    let series = found.get(key);
    if (series === undefined) {
      series = { ...named, values: [], dates: [], rows: [] };
      found.set(key, series);
    }
    series.dates.push(date);
    series.rows.push(row.number);
    const next = series.values.length;
    numbers.read(row.cells[column] as string, series.values, next, () => where(row.number, date, name));
  });
  widths.finish();
  numbers.finish();
  const calendar = calendarOf(dates, options, file, edge);
  refuseGaps(calendar, dates, options.gaps, () => twiceInSeries([...found.values()], dates, calendar));
  refuseHuge(found.size, calendar, file);
  return {
    calendar,
    rows,
    column: heading,
    indicator,
    setAside: [],
    // In one order however the rows were shuffled: the same table then trains the same model.
    series: [...found.values()].sort(byName).map(({ values, dates: ids, rows: numbersOfRows, ...named }) => {
      const { name } = named;
      const row = (i: number) => at(numbersOfRows, i, "row");
      const entries: Entries = { values, dates: ids, where: (i) => where(row(i), at(ids, i, "date"), name) };
      return { ...named, ...place(name, entries, calendar), where: { file, row: row(0) } };
    }),
  };
}

/** The first date that a country or province has in two rows. */
function twiceInSeries(all: readonly LongSeries[], dates: readonly DateCell[], { stepOf }: Calendar): Twice | null {
  for (const { dates: ids, rows } of all) {
    const seen = new Map<number, number>();
    for (const [i, id] of ids.entries()) {
      const step = stepOf[id];
      const [date, row] = [dates[id], rows[i]];
      if (step === undefined || date === undefined || row === undefined) continue;
      const before = seen.get(step);
      const at = (number: number) => ({ ...date.where, row: number });
      if (before !== undefined) return { step, first: at(before), second: at(row) };
      seen.set(step, row);
    }
  }
  return null;
}

function byName(a: LongSeries, b: LongSeries): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.region === b.region ? 0 : a.region < b.region ? -1 : 1;
}

function notADate(text: string, where: DateCell["where"]): InputError {
  return new InputError(`${JSON.stringify(text.slice(0, 40))} is no date`, {
    where,
    next: "Write the date as YYYY-MM-DD.",
  });
}
