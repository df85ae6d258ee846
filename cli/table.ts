/** Rows under headings, for people. */
import { stripVTControlCharacters } from "node:util";
import type { Colours } from "./colours.js";
import { figure } from "./reporter/format.js";

/** A cell: a number is set to the right. */
export type Cell = string | number | null;

/** At most this many characters of a text are shown in a cell, the last column's excepted: nothing stands behind it. */
const WIDEST_CELL = 48;

/** A table with aligned columns; no rows give the headings alone. */
export function table(columns: readonly string[], rows: readonly (readonly Cell[])[], colours: Colours): string {
  const widest = (i: number) => (i === columns.length - 1 ? Number.POSITIVE_INFINITY : WIDEST_CELL);
  const texts = rows.map((row) => columns.map((_, i) => cellText(row[i] ?? null, widest(i))));
  const widths = columns.map((column, i) => Math.max(column.length, ...texts.map((row) => row[i]?.length ?? 0)));
  const right = columns.map((_, i) => rows.length > 0 && rows.every((row) => typeof (row[i] ?? 0) === "number"));
  const align = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (right[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  return [colours.bold(align(columns)), ...texts.map(align)].join("\n");
}

/** Names and values in two columns, for a summary at the end of a command. */
export function pairs(entries: readonly (readonly [name: string, value: string])[], colours: Colours): string {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${colours.bold(name.padEnd(width))}  ${value}`).join("\n");
}

/** Text from somebody's file must not move the cursor or ring the bell. */
function cellText(cell: Cell, widest: number): string {
  if (cell === null) return "–";
  if (typeof cell === "number") return figure(cell);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
  const clean = stripVTControlCharacters(cell).replace(/[\u0000-\u001f\u007f]/g, " ");
  return clean.length > widest ? `${clean.slice(0, widest - 1)}…` : clean;
}
