/** Names that differ by case, spacing or accents only: one place under two spellings, or a typing error. */
import { normalizeName } from "../countries/normalize.js";
import type { SheetSeries } from "./sheet.js";

/** Groups of two and more rows whose country and part are spelled alike but not the same, in the order of the table. */
export function similarNames<Row extends Pick<SheetSeries, "name" | "region">>(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${normalizeName(row.name)}\0${normalizeName(row.region)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  // Names and parts that are the same are one row already: those left differ in their spelling.
  return [...groups.values()].filter((group) => group.length > 1);
}
