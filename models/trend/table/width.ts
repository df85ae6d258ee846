/** Rows must be as wide as the header. */
import { InputError } from "kilnjs";
import type { CsvRow } from "./csv.js";

/** Rows that are named; the others are counted. */
const NAMED = 8;

/**
 * Finds rows with too few or too many cells: they have shifted, and their numbers may stand under other days. Empty cells
 * at the end are no harm.
 */
export class WidthCheck {
  readonly #named: { readonly row: number; readonly cells: number }[] = [];
  #count = 0;

  constructor(
    readonly width: number,
    readonly file: string,
  ) {}

  /**
   * False for a row that is not to be read: one that does not fit, and every one after it, since the table is refused anyway
   * and what else is wrong may come of it.
   */
  fits(row: CsvRow): boolean {
    let last = row.cells.length;
    while (last > this.width && row.cells[last - 1] === "") last -= 1;
    if (last === this.width) return this.#count === 0;
    this.#count += 1;
    if (this.#named.length < NAMED) this.#named.push({ row: row.number, cells: row.cells.length });
    return false;
  }

  /** @throws InputError naming the first rows that did not fit, and counting all of them. */
  finish(): void {
    const [first, ...others] = this.#named;
    if (first === undefined) return;
    const more = this.#count - this.#named.length;
    const rows = others.map(({ row, cells }) => `row ${row} (${cells})`).join(", ");
    const rest =
      others.length === 0
        ? ""
        : `; ${this.#count} rows have too few or too many, also ${rows}${more > 0 ? ` and ${more} more` : ""}`;
    throw new InputError(`${first.cells} cells, the header has ${this.width}${rest}`, {
      where: { file: this.file, row: first.row },
      next: "Give every row as many cells as the header has; put names with a comma in quotes.",
    });
  }
}
