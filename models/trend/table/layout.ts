/** Tells how a table is laid out from its header and first rows. */
import { InputError } from "../../errors.js";
import type { Csv } from "./csv.js";
import { looksLikeDate } from "./header-dates.js";
import { countryColumn } from "./wide.js";

/** Layouts that the loader reads. */
export type Layout = "wide";

/**
 * The layout of a table.
 *
 * @throws InputError saying what the table looks like, and what one looks like that can be read.
 */
export function layoutOf(csv: Csv, file: string): Layout {
  const dated = csv.header.filter(looksLikeDate).length;
  const country = countryColumn(csv.header);
  if (dated > 0 && country !== -1) return "wide";
  throw new InputError(describe(csv, dated, country), {
    where: { file, row: 1 },
    next: "Give the wide layout of Johns Hopkins University: a column Country/Region, then one column a day (1/22/20, or 2020-01-22).",
  });
}

function describe(csv: Csv, dated: number, country: number): string {
  if (dated > 0) return "the header has dates but no column Country/Region";
  const firstCells = csv.rows.slice(0, 20).map(({ cells }) => cells);
  const dateColumn = csv.header.findIndex((_, i) => firstCells.every((cells) => looksLikeDate(cells[i] ?? "")));
  if (dateColumn !== -1 && country !== -1)
    return "a long table (a row for each country and day), which is not read yet";
  if (dateColumn !== -1) return "a transposed table (a row for each day), which is not read yet";
  return "no column of the header is a date";
}
