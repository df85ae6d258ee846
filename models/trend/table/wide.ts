/** The wide layout, as Johns Hopkins University has it: a row for each province or country, a column for each day. */
import { at, InputError } from "kilnjs";
import { calendarOf, refuseGaps, twiceAmong } from "./calendar.js";
import type { Csv, CsvRow } from "./csv.js";
import { looksLikeDate } from "./date-text.js";
import type { NameColumn } from "./layout.js";
import { NumberReader } from "./numbers.js";
import type { FullReadOptions } from "./options.js";
import { type PartColumns, partColumns } from "./series-kind.js";
import { cleanName, place, refuseHuge, type Sheet, type SheetSeries } from "./sheet.js";
import { WidthCheck } from "./width.js";

/** Rows that share one buffer: a buffer for each row would cost more than its numbers where there are many rows. */
const SLAB_ROWS = 256;

interface WideRow extends Named {
  readonly number: number;
  readonly values: Float64Array;
}

/**
 * Reads a wide table.
 *
 * @param names the column with the names.
 * @throws InputError naming the row and column of the first thing that is wrong.
 */
export function readWide(csv: Csv, names: NameColumn, options: FullReadOptions, file: string): Sheet {
  const columns = csv.header.flatMap((heading, column) => (looksLikeDate(heading) ? [column] : []));
  const heading = (i: number) => at(csv.header, at(columns, i, "date"), "column");
  const cells = columns.map((column, i) => ({
    text: heading(i),
    where: { file, row: csv.headerRow, column: column + 1 },
  }));
  const calendar = calendarOf(cells, options, file);
  refuseGaps(calendar, cells, options.gaps, () => twiceAmong(cells, calendar));
  const where = (row: number, i: number, name: string) => ({
    file,
    row,
    column: `${at(columns, i, "date") + 1} (${heading(i)}, ${name})`,
  });
  const parts = partColumns(csv.header, names, options.series, file);
  const numbers = new NumberReader(options.decimal);
  const read: WideRow[] = [];
  let slab = new Float64Array(0);
  const widths = new WidthCheck(csv.header.length, file);
  const rows = csv.eachRow((row) => {
    if (!widths.fits(row)) return;
    const named = nameOf(row, names, parts, file);
    const { name } = named;
    if (slab.length < columns.length) slab = new Float64Array(columns.length * SLAB_ROWS);
    const values = slab.subarray(0, columns.length);
    slab = slab.subarray(columns.length);
    for (let i = 0; i < columns.length; i++) {
      numbers.read(row.cells[columns[i] as number] as string, values, i, () => where(row.number, i, name));
    }
    read.push({ ...named, number: row.number, values });
  });
  widths.finish();
  numbers.finish();
  refuseHuge(read.length, calendar, file);
  const dates = columns.map((_, i) => i);
  const series = new Map<string, SheetSeries & { readonly row: number }>();
  for (const { number, values, ...named } of read) {
    const { name, region } = named;
    const entries = { values, dates, where: (i: number) => where(number, i, name) };
    const placed = { ...place(name, entries, calendar), ...named, where: { file, row: number }, row: number };
    const key = `${name}\0${region}`;
    const before = series.get(key);
    if (before === undefined) series.set(key, placed);
    else series.set(key, { ...before, duplicates: sameTwice(before, placed, before.row, file) });
  }
  return { calendar, series: [...series.values()], rows, column: null, indicator: null, setAside: [] };
}

/** What a row is of. */
export type Named = Pick<SheetSeries, "name" | "region" | "state" | "smaller">;

/**
 * The country of a row and the part of it: all of its columns together, county and province.
 *
 * @throws InputError for a row that names none.
 */
export function nameOf(row: CsvRow, names: NameColumn, { states, smaller }: PartColumns, file: string): Named {
  const name = cleanName(row.cells[names.column] ?? "");
  if (name === "") {
    throw new InputError(`the row names no ${names.isCountry ? "country" : "state"}`, {
      where: { file, row: row.number },
    });
  }
  const text = (columns: readonly number[], between: string) =>
    columns.flatMap((column) => cleanName(row.cells[column] ?? "") || []).join(between);
  const region = text(
    [...states, ...smaller].sort((a, b) => a - b),
    " ",
  );
  return { name, region, state: text(states, ", "), smaller: text(smaller, ", ") };
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
