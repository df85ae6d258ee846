/** The wide layout, as Johns Hopkins University has it: a row for each province or country, a column for each day. */
import { InputError } from "kilnjs";
import { calendarOf } from "./calendar.js";
import type { Csv, CsvRow } from "./csv.js";
import { looksLikeDate } from "./date-text.js";
import { regionColumns } from "./headings.js";
import { NumberReader } from "./numbers.js";
import type { FullReadOptions } from "./options.js";
import { cleanName, place, refuseHuge, type Sheet, type SheetSeries } from "./sheet.js";
import { checkWidth } from "./width.js";

/** Rows that share one buffer: a buffer for each row would cost more than its numbers where there are many rows. */
const SLAB_ROWS = 256;

interface WideRow {
  readonly name: string;
  readonly region: string;
  readonly number: number;
  readonly values: Float64Array;
}

/**
 * Reads a wide table.
 *
 * @param country the column with the names.
 * @throws InputError naming the row and column of the first thing that is wrong.
 */
export function readWide(csv: Csv, country: number, options: FullReadOptions, file: string): Sheet {
  const columns = csv.header.flatMap((heading, column) => (looksLikeDate(heading) ? [column] : []));
  const heading = (i: number) => csv.header[columns[i] as number] as string;
  const calendar = calendarOf(
    columns.map((column, i) => ({ text: heading(i), where: { file, row: csv.headerRow, column: column + 1 } })),
    options,
    file,
  );
  const where = (row: number, i: number, name: string) => ({
    file,
    row,
    column: `${(columns[i] as number) + 1} (${heading(i)}, ${name})`,
  });
  const regions = regionColumns(csv.header);
  const numbers = new NumberReader(options.decimal);
  const read: WideRow[] = [];
  let slab = new Float64Array(0);
  const rows = csv.eachRow((row) => {
    checkWidth(row, csv.header.length, file);
    const name = nameOf(row, country, file);
    if (slab.length < columns.length) slab = new Float64Array(columns.length * SLAB_ROWS);
    const values = slab.subarray(0, columns.length);
    slab = slab.subarray(columns.length);
    for (let i = 0; i < columns.length; i++) {
      numbers.read(row.cells[columns[i] as number] as string, values, i, () => where(row.number, i, name));
    }
    read.push({ name, region: regionOf(row, regions), number: row.number, values });
  });
  numbers.finish();
  refuseHuge(read.length, calendar, file);
  const dates = columns.map((_, i) => i);
  const series = new Map<string, SheetSeries & { readonly row: number }>();
  for (const { name, region, number, values } of read) {
    const entries = { values, dates, where: (i: number) => where(number, i, name) };
    const placed = { ...place(name, entries, calendar), name, region, where: { file, row: number }, row: number };
    const key = `${name}\0${region}`;
    const before = series.get(key);
    if (before === undefined) series.set(key, placed);
    else series.set(key, { ...before, duplicates: sameTwice(before, placed, before.row, file) });
  }
  return { calendar, series: [...series.values()], rows, column: null, setAside: [] };
}

/** The country of a row. */
export function nameOf(row: CsvRow, country: number, file: string): string {
  const name = cleanName(row.cells[country] ?? "");
  if (name === "") throw new InputError("the row names no country", { where: { file, row: row.number } });
  return name;
}

/** The part of the country that a row is of: all its columns together, county and province. */
export function regionOf(row: CsvRow, regions: readonly number[]): string {
  return cleanName(regions.map((column) => row.cells[column] ?? "").join(" "));
}

/** How many values are there twice when a row comes again; a row with other numbers would be counted twice. */
function sameTwice(before: SheetSeries, again: SheetSeries, row: number, file: string): number {
  if (again.values.every((value, step) => Object.is(value, before.values[step]))) {
    return before.duplicates + again.duplicates + again.values.length;
  }
  throw new InputError(`"${again.name}" is in row ${row} already with other numbers, and would be counted twice`, {
    where: { file, ...again.where },
    next: "Remove one of the two rows, or name their provinces.",
  });
}
