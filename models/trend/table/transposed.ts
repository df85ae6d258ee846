/** The transposed layout: a row for each day, a column for each country. */
import { at, InputError } from "kilnjs";
import { countryOf } from "../countries/country.js";
import { calendarOf, refuseGaps, twiceAmong } from "./calendar.js";
import type { Csv } from "./csv.js";
import type { DateColumn } from "./date-column.js";
import type { DateCell } from "./date-order.js";
import { looksLikeDate } from "./date-text.js";
import { nameWeek } from "./iso-week.js";
import { NumberReader } from "./numbers.js";
import type { FullReadOptions } from "./options.js";
import { cleanName, place, refuseHuge, type Sheet, type SheetSeries } from "./sheet.js";
import { WidthCheck } from "./width.js";

/**
 * Reads a transposed table. A row "Total" below the days is set aside.
 *
 * @param column the column with the dates.
 * @throws InputError naming the row and column of the first thing that is wrong.
 */
export function readTransposed(
  csv: Csv,
  { date, others, bareWeeks, edge }: DateColumn,
  options: FullReadOptions,
  file: string,
): Sheet {
  const columns = csv.header.flatMap((_, column) => (column === date || others.includes(column) ? [] : [column]));
  const names = csv.header.map(cleanName);
  const numbers = new NumberReader(options.decimal);
  const values: number[][] = columns.map(() => []);
  const dates: DateCell[] = [];
  const rowNumbers: number[] = [];
  const setAside: string[] = [];
  const where = (row: number, text: string, column: number) => ({
    file,
    row,
    column: `${column + 1} (${text}, ${names[column]})`,
  });
  const widths = new WidthCheck(csv.header.length, file);
  const rows = csv.eachRow((row) => {
    if (!widths.fits(row)) return;
    const cell = row.cells[date] ?? "";
    const text = bareWeeks ? nameWeek(cell) : cell;
    if (!looksLikeDate(text)) {
      if (countryOf(text).kind !== "aggregate") throw notADate(text, row.number, date, file);
      setAside.push(`${text} (row ${row.number})`);
      return;
    }
    const day = dates.push({ text, where: { file, row: row.number, column: date + 1 } }) - 1;
    rowNumbers.push(row.number);
    for (const [i, column] of columns.entries()) {
      const cell = row.cells[column] as string;
      if (names[column] === "" && cell !== "") throw unnamed(csv, column, file);
      numbers.read(cell, at(values, i, "column"), day, () => where(row.number, text, column));
    }
  });
  widths.finish();
  numbers.finish();
  if (dates.length === 0) throw new InputError("no row holds a day", { where: { file } });
  const calendar = calendarOf(dates, options, file, edge);
  refuseGaps(calendar, dates, options.gaps, () => twiceAmong(dates, calendar));
  refuseHuge(columns.length, calendar, file);
  const ids = dates.map((_, i) => i);
  const series = new Map<string, SheetSeries & { readonly column: number }>();
  for (const [i, column] of columns.entries()) {
    const name = at(names, column, "column");
    if (name === "") continue; // without cells, as checked above
    const placeOf = (day: number) => where(at(rowNumbers, day, "day"), dates[day]?.text ?? "", column);
    const placed = place(name, { values: at(values, i, "column"), dates: ids, where: placeOf }, calendar);
    const here = { file, row: csv.headerRow, column: column + 1 };
    const before = series.get(name);
    if (before === undefined) {
      series.set(name, { name, region: "", state: "", smaller: "", ...placed, where: here, column });
      continue;
    }
    if (!placed.values.every((value, step) => Object.is(value, before.values[step]))) {
      throw new InputError(`"${name}" is column ${before.column + 1} already, with other numbers`, {
        where: here,
        next: "Remove one of the two columns.",
      });
    }
    series.set(name, { ...before, duplicates: before.duplicates + placed.duplicates + placed.values.length });
  }
  return { calendar, series: [...series.values()], rows, column: null, indicator: null, setAside };
}

function notADate(text: string, row: number, column: number, file: string): InputError {
  return new InputError(`${JSON.stringify(text.slice(0, 40))} is no date`, {
    where: { file, row, column: column + 1 },
    next: "Write the date as YYYY-MM-DD, or remove the row.",
  });
}

function unnamed(csv: Csv, column: number, file: string): InputError {
  return new InputError("the column has no name", {
    where: { file, row: csv.headerRow, column: column + 1 },
    next: "Write the country over it, or remove the column.",
  });
}
