/** Which column of a long table holds the numbers. */
import { InputError } from "kilnjs";
import type { Csv } from "./csv.js";
import { casesColumn, foldHeading, isOtherHeading, regionColumns } from "./headings.js";

/**
 * The column that is asked for; else the first with a usual name for running totals of cases, then for daily cases; else
 * the only one that holds numbers and is no code, place, rate or number of deaths.
 *
 * @param taken the columns of names and dates.
 * @param asked a heading, or empty.
 * @throws InputError listing the columns when none is asked for and the choice is not plain, or there is no such column.
 */
export function valueColumn(csv: Csv, taken: readonly number[], asked: string, file: string): number {
  const { header } = csv;
  const where = { file, row: csv.headerRow };
  if (asked !== "") {
    const exact = header.indexOf(asked);
    const column = exact === -1 ? header.map(foldHeading).indexOf(foldHeading(asked)) : exact;
    if (column !== -1 && !taken.includes(column)) return column;
    throw new InputError(`no column of numbers is called "${asked}"`, { where, next: `Columns are ${list(header)}.` });
  }
  const usual = casesColumn(header);
  if (usual !== -1) return usual;
  const others = new Set([...taken, ...regionColumns(header)]);
  const open = header.flatMap((heading, column) =>
    others.has(column) || isOtherHeading(heading) || !holdsNumbers(csv, column) ? [] : [column],
  );
  const only = open[0];
  if (open.length === 1 && only !== undefined) return only;
  throw new InputError(
    open.length === 0
      ? "no column holds cases"
      : `several columns may hold the cases: ${list(open.map((i) => header[i] ?? ""))}`,
    { where, next: `Say which with --set column=NAME. Columns are ${list(header)}.` },
  );
}

/** True when a cell among the first begins with a digit. */
function holdsNumbers({ preview }: Csv, column: number): boolean {
  return preview.some(({ cells }) => /^[+-]?[\d.]/.test(cells[column] ?? ""));
}

function list(names: readonly string[]): string {
  const shown = names.filter((name) => name !== "").slice(0, 20);
  return shown.join(", ") + (names.length > 20 ? ", …" : "");
}
