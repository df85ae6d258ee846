/** Rows and cells of CSV text, by papaparse. */
import Papa from "papaparse";
import { InputError } from "../../errors.js";

/** A row of cells with the number that a spreadsheet would show; the header is row 1. */
export interface CsvRow {
  readonly number: number;
  readonly cells: readonly string[];
}

/** A table as text. */
export interface Csv {
  readonly delimiter: string;
  readonly header: readonly string[];
  /** Rows below the header, blank ones left out. */
  readonly rows: readonly CsvRow[];
}

/**
 * Parses CSV text: comma, semicolon, tab or bar, whichever gives the same number of columns in the first rows.
 *
 * @throws InputError when a quote is never closed, or there is no data row.
 */
export function parseCsv(text: string, file: string): Csv {
  const parsed = Papa.parse<string[]>(text.replace(/^\ufeff/, ""), { delimitersToGuess: [",", ";", "\t", "|"] });
  const fault = parsed.errors.find((error) => error.type === "Quotes");
  if (fault !== undefined) {
    throw new InputError(`a quoted cell is not as CSV has it: ${fault.message}`, {
      where: { file, row: (fault.row ?? 0) + 1 },
    });
  }
  const rows = parsed.data
    .map((cells, index) => ({ number: index + 1, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const [header, ...body] = rows;
  if (header === undefined) throw new InputError("the file is empty", { where: { file } });
  if (body.length === 0) throw new InputError("no data rows below the header", { where: { file } });
  return { delimiter: parsed.meta.delimiter, header: header.cells, rows: body };
}
