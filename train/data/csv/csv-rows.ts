/** Rows of cells, by papaparse, as much of the text at a time as there is: a table is never held whole. */
import Papa from "papaparse";
import { InputError } from "../../../core/errors.js";

/** Rows with their numbers, as a spreadsheet counts them; blank ones are left out. */
export interface CsvRows {
  readonly rows: readonly (readonly string[])[];
  readonly numbers: Uint32Array;
}

/** A row longer than this is a quote that is never closed. */
const LONGEST_ROW = 32 * 2 ** 20;

/** What the parser answers; its own types call it `any`. */
interface Parsed {
  readonly data: string[][];
  readonly errors: readonly { readonly type: string; readonly message: string; readonly row?: number }[];
  readonly meta: { readonly cursor: number };
}

/**
 * The rows of CSV text.
 *
 * @throws InputError naming the row where a quoted cell is not as CSV has it.
 */
export async function* csvRows(text: AsyncIterable<string>, delimiter: string, file: string): AsyncGenerator<CsvRows> {
  let held = "";
  let number = 0;
  let begun = false;
  const parse = (input: string, isLast: boolean): CsvRows => {
    const parser = new Papa.Parser({ delimiter, newline: "\n" });
    const { data, errors, meta } = parser.parse(input, 0, !isLast) as Parsed;
    const fault = errors.find(({ type }) => type === "Quotes");
    // A quote that is still open when more text comes is closed there, or told of at the end.
    if (fault !== undefined && (isLast || (fault.row ?? 0) < data.length)) {
      throw new InputError(`a quoted cell is not as CSV has it: ${fault.message}`, {
        where: { file, row: number + (fault.row ?? data.length - 1) + 1 },
        next: 'A quote inside a quoted cell is written twice: "".',
      });
    }
    held = isLast ? "" : input.slice(meta.cursor);
    const rows: string[][] = [];
    const numbers: number[] = [];
    for (const cells of data) {
      number += 1;
      if (cells.every((cell) => cell.trim() === "")) continue;
      rows.push(cells);
      numbers.push(number);
    }
    return { rows, numbers: Uint32Array.from(numbers) };
  };
  for await (const chunk of text) {
    const more = begun ? chunk : chunk.replace(/^\ufeff/, "");
    begun = true;
    held += more;
    if (held.length > LONGEST_ROW) {
      throw new InputError(`a row is longer than ${LONGEST_ROW / 2 ** 20} MB`, {
        where: { file, row: number + 1 },
        next: "A quote is opened there and never closed, or the file is no table.",
      });
    }
    if (more.includes("\n")) yield parse(held, false);
  }
  if (held !== "") yield parse(held, true);
}
