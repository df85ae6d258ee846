/** Tells how a table is laid out from its header and first rows. */
import { InputError } from "kilnjs";
import type { Csv } from "./csv.js";
import { looksLikeDate } from "./date-text.js";
import { countryColumn, isCasesHeading, isDateHeading } from "./headings.js";

/**
 * `wide`: a row for each province or country, a column for each day. `long`: a row for each country and day. `transposed`:
 * a row for each day, a column for each country.
 */
export type Layout =
  | { readonly kind: "wide"; readonly country: number }
  | { readonly kind: "long"; readonly country: number; readonly date: number }
  | { readonly kind: "transposed"; readonly date: number };

const next =
  "Give a column Country/Region and one column a day; or columns country, date and cases; or a column date and one column a country.";

/**
 * The layout of a table.
 *
 * @throws InputError saying what the table looks like, and what one looks like that can be read.
 */
export function layoutOf(csv: Csv, file: string): Layout {
  const where = { file, row: csv.headerRow };
  const country = countryColumn(csv.header);
  if (csv.header.some(looksLikeDate)) {
    if (country !== -1) return { kind: "wide", country };
    throw new InputError("the header has dates but no column Country/Region", { where, next });
  }
  const date = dateColumn(csv);
  if (date === -1)
    throw new InputError("no column of the header is a date, and no column holds dates", { where, next });
  if (country !== -1) return { kind: "long", country, date };
  const cases = csv.header.find(isCasesHeading);
  if (cases === undefined) return { kind: "transposed", date };
  throw new InputError(`a column "${cases}" for each day, but no column that names the country`, { where, next });
}

/** The column that is called a date and begins with one, else the first that holds nothing but dates; or -1. */
function dateColumn({ header, preview }: Csv): number {
  const cells = header.map((_, column) => preview.map((row) => row.cells[column] ?? "").filter((cell) => cell !== ""));
  const called = header.findIndex((heading, column) => isDateHeading(heading) && cells[column]?.some(looksLikeDate));
  if (called !== -1) return called;
  return cells.findIndex(
    (column, i) =>
      column.length > 0 && column.every(looksLikeDate) && !/^\d+$/.test(column[0] ?? "") && header[i] !== undefined,
  );
}
