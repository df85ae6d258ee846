/** The long layout of Our World in Data and WHO: a row for each country and day. */
import { InputError } from "kilnjs";
import { calendarOf } from "./calendar.js";
import type { Csv } from "./csv.js";
import type { DateCell } from "./date-order.js";
import { looksLikeDate } from "./date-text.js";
import { regionColumns } from "./headings.js";
import { NumberReader } from "./numbers.js";
import type { FullReadOptions } from "./options.js";
import { type Entries, place, refuseHuge, type Sheet } from "./sheet.js";
import { valueColumn } from "./value-column.js";
import { nameOf, regionOf } from "./wide.js";
import { checkWidth } from "./width.js";

/** The rows of one country or province, in the order of the file. */
interface LongSeries {
  readonly name: string;
  readonly region: string;
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
  columns: { readonly country: number; readonly date: number },
  options: FullReadOptions,
  file: string,
): Sheet {
  const column = valueColumn(csv, columns, options.column, file);
  const heading = csv.header[column] as string;
  const regions = regionColumns(csv.header);
  const numbers = new NumberReader(options.decimal);
  const dates: DateCell[] = [];
  const dateIds = new Map<string, number>();
  const found = new Map<string, LongSeries>();
  const dateId = (text: string, row: number): number => {
    const known = dateIds.get(text);
    if (known !== undefined) return known;
    const where = { file, row, column: columns.date + 1 };
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
  const rows = csv.eachRow((row) => {
    checkWidth(row, csv.header.length, file);
    const name = nameOf(row, columns.country, file);
    const region = regionOf(row, regions);
    const date = dateId(row.cells[columns.date] as string, row.number);
    const key = `${name}\0${region}`;
    let series = found.get(key);
    if (series === undefined) {
      series = { name, region, values: [], dates: [], rows: [] };
      found.set(key, series);
    }
    series.dates.push(date);
    series.rows.push(row.number);
    const at = series.values.length;
    numbers.read(row.cells[column] as string, series.values, at, () => where(row.number, date, name));
  });
  numbers.finish();
  const calendar = calendarOf(dates, options, file);
  refuseHuge(found.size, calendar, file);
  return {
    calendar,
    rows,
    column: heading,
    setAside: [],
    // In one order however the rows were shuffled: the same table then trains the same model.
    series: [...found.values()].sort(byName).map(({ name, region, values, dates: ids, rows: numbersOfRows }) => {
      const row = (i: number) => numbersOfRows[i] as number;
      const entries: Entries = { values, dates: ids, where: (i) => where(row(i), ids[i] as number, name) };
      return { name, region, ...place(name, entries, calendar), where: { file, row: row(0) } };
    }),
  };
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
