/** Tables that hold cases, deaths and more as rows of one column: the rows of cases are taken. */
import { InputError } from "kilnjs";
import type { Csv } from "./csv.js";
import { casesAmong, indicatorColumn } from "./headings.js";
import { cleanName } from "./sheet.js";

/** Which rows were taken. */
export interface Indicator {
  /** The heading. */
  readonly column: string;
  /** What the rows taken have there. */
  readonly taken: string;
  /** What the others have there, in the order of the table. */
  readonly left: readonly string[];
}

/** More things than this are not numbers of a few kinds. */
const MOST = 200;

/**
 * Finds the rows of cases, by the same names as columns of cases; null for a table without such a column, or with one in
 * which nothing is called cases.
 *
 * @throws InputError when the column holds several kinds of cases and the choice is not plain.
 */
export function indicatorOf(csv: Csv, file: string): (Indicator & { readonly at: number }) | null {
  const at = indicatorColumn(csv.header);
  const column = csv.header[at];
  if (column === undefined) return null;
  const names = new Set<string>();
  csv.eachRow(({ cells }) => {
    if (names.size <= MOST) names.add(cleanName(cells[at] ?? ""));
  });
  const all = [...names];
  if (all.length < 2 || all.length > MOST) return null;
  const taken = casesAmong(all);
  if (taken !== null) return { at, column, taken, left: all.filter((name) => name !== taken) };
  const like = all.filter((name) => /case|confirmed|infection/i.test(name));
  if (like.length === 0) return null;
  throw new InputError(`the column "${column}" holds several kinds of cases: ${like.slice(0, 8).join(", ")}`, {
    where: { file, row: csv.headerRow, column: at + 1 },
    next: "Keep the rows of one of them.",
  });
}
