/** Which row of a table is its header: titles may stand above it. */
import { looksLikeDate } from "./date-text.js";
import { isKnownHeading } from "./headings.js";

/** Rows among which the header is looked for. */
const SEARCHED = 20;

/** So many dates beside each other are the header of a wide table. A row of a long table may hold two. */
const DATES = 3;

/**
 * Index of the header: the first row if it looks like one, else the first that does, else the first row. What is left above
 * it are titles.
 *
 * @param rows the first rows of a file, blank ones left out.
 */
export function headerIndex(rows: readonly (readonly string[])[]): number {
  const found = rows.slice(0, SEARCHED).findIndex((row, i) => isHeader(row, rows.slice(i + 1, i + 1 + SEARCHED)));
  return Math.max(0, found);
}

/** A title can hold a comma, and a word like "cases" after it: a header is as wide as a row below it. */
function isHeader(cells: readonly string[], below: readonly (readonly string[])[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  if (filled.length < 2) return false;
  if (!filled.some(isKnownHeading) && filled.filter(looksLikeDate).length < DATES) return false;
  return below.some((row) => row.length === cells.length);
}
