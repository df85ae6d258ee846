/** Which row of a table is its header: titles may stand above it. */
import { looksLikeDate } from "./date-text.js";
import { isKnownHeading } from "./headings.js";

/** Rows among which the header is looked for. */
const SEARCHED = 20;

/** So many dates beside each other are the header of a wide table. A row of a long table may hold two. */
const DATES = 3;

/**
 * Index of the header: of the first rows the one with most usual headings, the earlier one of two, and the first row where
 * none has any. What is left above it are titles.
 *
 * @param rows the first rows of a file, blank ones left out.
 */
export function headerIndex(rows: readonly (readonly string[])[]): number {
  let best = 0;
  let most = 0;
  for (const [i, row] of rows.slice(0, SEARCHED).entries()) {
    const headings = headingsOf(row, rows.slice(i + 1, i + 1 + SEARCHED));
    if (headings > most) [best, most] = [i, headings];
  }
  return best;
}

/**
 * How many cells of a row are headings that tables have; many dates are one. None in a row that is no header: a title stands
 * alone in its row, or its commas make fewer cells than the rows below have.
 */
function headingsOf(cells: readonly string[], below: readonly (readonly string[])[]): number {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  if (filled.length < 2 || !below.some((row) => row.length === cells.length)) return 0;
  return filled.filter(isKnownHeading).length + (filled.filter(looksLikeDate).length >= DATES ? 1 : 0);
}
