/** How a column of text writes its numbers and dates, from its first rows. */
import { InputError } from "../../../core/errors.js";
import { isNamed } from "../rows/row-layout.js";
import type { SourceColumn } from "../rows/row-source.js";
import type { WantedColumn } from "./columns.js";
import { type DateOrder, orderOf } from "./dates.js";
import { isMissing } from "./missing.js";
import { type DecimalMark, isAmbiguous, markOf } from "./numbers.js";

/** What is known beside the cells. */
export interface TypesGiven {
  readonly file: string;
  readonly delimiter: string;
  readonly decimal: DecimalMark | undefined;
  readonly missingText: readonly string[] | undefined;
  /** True when a column without a field holds times. */
  readonly isTime: boolean;
}

/**
 * The types of wanted columns.
 *
 * @param sample the cells of the first rows, one array for each wanted column.
 * @throws InputError when a column's numbers or dates can be read in two ways.
 */
export function columnTypes(
  wanted: readonly WantedColumn[],
  sample: readonly (readonly string[])[],
  given: TypesGiven,
): SourceColumn[] {
  const cells = sample.map((column) =>
    column.map((cell) => cell.trim()).filter((cell) => !isMissing(cell, false, given.missingText)),
  );
  const isText = ({ field }: WantedColumn) => field !== null && isNamed(field);
  const numeric = wanted.flatMap((column, i) => (isText(column) || column.isDate ? [] : [cells[i] ?? []]));
  const mark = given.decimal ?? markOfTable(numeric, given);
  return wanted.map((column, i): SourceColumn => {
    if (isText(column)) return { name: column.name };
    const dates = column.isDate || (column.field === null && given.isTime && orderOf(cells[i] ?? []) !== undefined);
    if (!dates) return { name: column.name, mark };
    return { name: column.name, date: column.order ?? orderOfColumn(column.name, cells[i] ?? [], given.file) };
  });
}

/** One mark for the whole table: nobody writes two columns in two ways. */
function markOfTable(columns: readonly (readonly string[])[], { file, delimiter }: TypesGiven): DecimalMark {
  const mark = markOf(columns.flat());
  if (mark === "both") {
    throw new InputError("some numbers have a point before their fraction, others a comma", {
      where: { file },
      next: 'Write all numbers in one way; or say decimal: "point" or decimal: "comma" where the file is declared.',
    });
  }
  if (mark !== undefined) return mark;
  // Commas as delimiters leave the point for fractions; with others a table from another country may mean thousands.
  if (delimiter === "," || !isAmbiguous(columns.flat())) return "point";
  throw new InputError(
    "numbers such as 1.234 can be a thousand and more, or have a fraction, and no other cell tells",
    {
      where: { file },
      next: 'Say decimal: "point" or decimal: "comma" where the file is declared: which of the two stands before a fraction.',
    },
  );
}

function orderOfColumn(name: string, cells: readonly string[], file: string): DateOrder {
  const order = orderOf(cells);
  if (order === "open") {
    throw new InputError(`the dates can be read in two ways, such as ${cells.find((cell) => !/^\d{4}/.test(cell))}`, {
      where: { file, column: name },
      next: `Say which: date("${name}", "day-month-year") or date("${name}", "month-day-year").`,
    });
  }
  // A cell that is no date is told with its row when it is read.
  return order ?? "year-month-day";
}
