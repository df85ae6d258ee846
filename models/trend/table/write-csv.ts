/** CSV output that a spreadsheet shows and does not run. */
import Papa from "papaparse";

/** A value of a table that is written: text, a number, or nothing known. */
export type CsvValue = string | number | null;

/**
 * What makes a spreadsheet take a text for a formula, by OWASP's list "CSV Injection": `=`, `+`, `-`, `@`, their full-width
 * forms, tab and line ends, also behind blanks or characters without a width, which some programs skip.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])/;

/**
 * A text as a spreadsheet shows it: one that would be run as a formula gets an apostrophe in front, which spreadsheets
 * hide. All others stay as they are. Quoting is the writer's part: see `writeCsv`.
 */
export function safeCsvCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/**
 * CSV text (RFC 4180, with \n at the end of each line): texts go through `safeCsvCell` and are quoted where they hold a
 * comma, a quote or a line end; null is an empty cell, and so is a number that is not finite, since no CSV spells one.
 * Numbers are written so that they read back as the same double; a negative one is a number, no formula.
 */
export function writeCsv(rows: readonly (readonly CsvValue[])[]): string {
  if (rows.length === 0) return "";
  const cells = rows.map((row) => row.map(cellOf));
  return `${Papa.unparse(cells, { newline: "\n" })}\n`;
}

function cellOf(value: CsvValue): string {
  if (typeof value === "string") return safeCsvCell(value);
  return value !== null && Number.isFinite(value) ? String(value) : "";
}
