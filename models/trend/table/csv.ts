/** Rows and cells of CSV text, by papaparse, one row at a time: a large table is never held as cells. */

import { InputError } from "kilnjs";
import Papa from "papaparse";
import { looksLikeDate } from "./date-text.js";
import { headerIndex } from "./header-row.js";
import { isKnownHeading } from "./headings.js";

/** A row of cells with the number that a spreadsheet would show; the first row of the file is 1. */
export interface CsvRow {
  readonly number: number;
  readonly cells: readonly string[];
}

/** A table as text. */
export interface Csv {
  readonly delimiter: string;
  readonly header: readonly string[];
  readonly headerRow: number;
  /** Lines above the header, which are left out. */
  readonly titles: readonly string[];
  /** The first rows below the header. */
  readonly preview: readonly CsvRow[];
  /**
   * Calls `visit` for each row below the header, blank ones left out; gives their number.
   *
   * @throws InputError when a quote is never closed or not as CSV has it.
   */
  eachRow(visit: (row: CsvRow) => void): number;
}

const DELIMITERS = [",", ";", "\t", "|"] as const;
const PREVIEW_ROWS = 60;

/**
 * Opens CSV text: comma, semicolon, tab or bar, whichever makes a header of a row; a first line `sep=;`, as Excel writes
 * it, decides.
 *
 * @throws InputError when there is no data row, or a quote is wrong in the first ones.
 */
export function openCsv(source: string, file: string): Csv {
  const text = source.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const said = /^"?sep=(.)"?\n/i.exec(text)?.[1];
  const skipped = said === undefined ? 0 : 1;
  const delimiter = said ?? chooseDelimiter(text);
  const rows: CsvRow[] = [];
  readRows(text, delimiter, file, skipped, PREVIEW_ROWS, (row) => rows.push(row));
  const titled = headerIndex(rows.map(({ cells }) => cells));
  const [header, ...preview] = rows.slice(titled);
  if (header === undefined) throw new InputError("the file is empty", { where: { file } });
  if (preview.length === 0) throw new InputError("no data rows below the header", { where: { file } });
  return {
    delimiter,
    header: header.cells,
    headerRow: header.number,
    titles: rows.slice(0, titled).map(({ cells }) => cells.filter((cell) => cell !== "").join(", ")),
    preview,
    eachRow(visit) {
      let rows = -1 - titled;
      readRows(text, delimiter, file, skipped, 0, (row) => {
        rows += 1;
        if (rows > 0) visit(row);
      });
      return rows;
    },
  };
}

/** Reads `limit` rows (0: all) that are not blank. */
function readRows(
  text: string,
  delimiter: string,
  file: string,
  skipped: number,
  limit: number,
  visit: (row: CsvRow) => void,
): void {
  let number = 0;
  Papa.parse<string[]>(text, {
    delimiter,
    newline: "\n",
    preview: limit === 0 ? 0 : limit + skipped,
    step({ data, errors }) {
      number += 1;
      const fault = errors.find((error) => error.type === "Quotes");
      if (fault !== undefined) {
        throw new InputError(`a quoted cell is not as CSV has it: ${fault.message}`, { where: { file, row: number } });
      }
      if (number <= skipped) return;
      let blank = true;
      for (let i = 0; i < data.length; i++) {
        const cell = (data[i] as string).trim();
        data[i] = cell;
        if (cell !== "") blank = false;
      }
      if (!blank) visit({ number, cells: data });
    },
  });
}

/** The delimiter under which the header has most headings that are known or dates; then, most rows of its width. */
function chooseDelimiter(text: string): string {
  let best: string = DELIMITERS[0];
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const { data } = Papa.parse<string[]>(text, { delimiter, newline: "\n", preview: 20, skipEmptyLines: "greedy" });
    const [header = [], ...rows] = data.slice(headerIndex(data));
    if (header.length < 2) continue;
    const known = header.filter((heading) => isKnownHeading(heading) || looksLikeDate(heading.trim())).length;
    const even = rows.filter((row) => row.length === header.length).length / Math.max(1, rows.length);
    // A known heading is worth more than any width: a column "Date" may stand before columns of countries.
    const score = known * 1000 + even * 100 + Math.min(header.length, 99);
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}
