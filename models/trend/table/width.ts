/** Rows must be as wide as the header. */
import { InputError } from "kilnjs";
import type { CsvRow } from "./csv.js";

/**
 * Refuses a row with too few or too many cells: they have shifted, and its numbers may stand under other days. Empty cells
 * at the end are no harm.
 */
export function checkWidth(row: CsvRow, width: number, file: string): void {
  let last = row.cells.length;
  while (last > width && row.cells[last - 1] === "") last -= 1;
  if (last === width) return;
  throw new InputError(`${row.cells.length} cells, the header has ${width}`, {
    where: { file, row: row.number },
    next: "Give every row as many cells as the header has; put names with a comma in quotes.",
  });
}
