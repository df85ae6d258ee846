/** Reads a source once: every row encoded, with its place and what divides it. */
import { createHash } from "node:crypto";
import { InputError, InterruptedError, type Where } from "../../../core/errors.js";
import type { ReaderContext } from "../dataset.js";
import type { SplitOptions } from "../splits/split-options.js";
import { dateIn } from "../table/dates.js";
import { numberIn } from "../table/numbers.js";
import type { RowEncoder } from "./row-encoder.js";
import { type RowLayout, setTime, type Words, wordsFor } from "./row-layout.js";
import type { RowSource } from "./row-source.js";
import { type RowStore, RowWriter } from "./row-store.js";

/** Rows between two reports. */
const REPORT = 100_000;

/** What came of it. */
export interface EncodedRows {
  readonly store: RowStore;
  /** Rows that the source had. */
  readonly read: number;
  readonly groups: readonly string[];
  readonly sha256: string;
}

/** How the column that divides the rows is taken. */
interface DividingColumn {
  readonly at: number;
  readonly by: SplitOptions["by"];
}

/**
 * Encodes all rows.
 *
 * @throws InputError when there is no row, or one that cannot be taken; InterruptedError when the signal is aborted.
 */
export async function encodeRows(
  source: RowSource,
  layout: RowLayout,
  encoder: RowEncoder,
  split: SplitOptions,
  { cache, reporter, signal }: Pick<ReaderContext, "cache" | "reporter" | "signal">,
): Promise<EncodedRows> {
  const writer = new RowWriter(layout.words, { folder: cache, signal });
  const groups = new Map<string, number>();
  const hash = createHash("sha256");
  const row = wordsFor(layout.words);
  const bytes = new Uint8Array(row.whole.buffer);
  const dividing = dividingColumn(source, layout, split);
  let read = 0;
  try {
    for await (const { file, rows, numberOf } of source.read()) {
      const place = placeOf(source, file, numberOf);
      for (let i = 0; i < rows.length; i++) {
        const values = rows[i] as ArrayLike<unknown>;
        read += 1;
        if (!encoder.encode(values, row, 0, (column) => place(i, column))) continue;
        if (dividing !== undefined)
          divideBy(dividing, source, values, row, layout, groups, (column) => place(i, column));
        row.whole[layout.numberAt] = numberOf(i);
        row.whole[layout.fileAt] = file;
        writer.append(row);
        if (source.files.length === 0) hash.update(bytes);
        if (read % REPORT === 0) reporter.progress({ label: "reading", done: read, total: 0, unit: "rows" });
      }
      if (signal?.aborted === true) throw new InterruptedError(`stopped after ${read} rows were read`);
    }
    if (writer.rows === 0) throw nothingLeft(source, read, encoder);
  } catch (error) {
    writer.discard();
    throw error;
  }
  return {
    store: writer.finish(),
    read,
    groups: [...groups.keys()],
    sha256: source.sha256() ?? hash.digest("hex"),
  };
}

function placeOf(source: RowSource, file: number, numberOf: (index: number) => number) {
  const name = source.files[file];
  return (index: number, column: string): Where => ({
    ...(name === undefined ? {} : { file: name }),
    row: numberOf(index),
    column,
  });
}

function dividingColumn(source: RowSource, layout: RowLayout, { by }: SplitOptions): DividingColumn | undefined {
  if (by === "random") return undefined;
  const at = layout.slots.reduce((sum, { size }) => sum + size, 0);
  return at < source.columns.length ? { at, by } : undefined;
}

function divideBy(
  { at, by }: DividingColumn,
  source: RowSource,
  values: ArrayLike<unknown>,
  row: Words,
  layout: RowLayout,
  groups: Map<string, number>,
  where: (column: string) => Where,
): void {
  const column = source.columns[at];
  const value = values[at];
  const name = column?.name ?? "";
  if (value === null || value === undefined || value === "") {
    throw new InputError(`the ${by === "time" ? "time" : "group"} of the row is missing`, {
      where: where(name),
      next: "Fill the cell, or split at random.",
    });
  }
  if (by === "group") {
    const group = String(value);
    const known = groups.get(group) ?? groups.size;
    groups.set(group, known);
    row.whole[layout.groupAt] = known;
    return;
  }
  const time = timeOf(value, column?.date, column?.mark);
  if (Number.isFinite(time)) {
    setTime(row, layout.timeAt, time);
    return;
  }
  throw new InputError(`"${String(value)}" is not a time`, {
    where: where(name),
    next: "Dates are written 2024-05-31, with a time of day behind it or not; numbers are times too.",
  });
}

function timeOf(
  value: unknown,
  date: Parameters<typeof dateIn>[1] | undefined,
  mark: "point" | "comma" = "point",
): number {
  if (value instanceof Date) return value.getTime() / 86_400_000;
  if (typeof value === "number" || typeof value === "bigint") return Number(value);
  const text = String(value).trim();
  return date === undefined ? numberIn(text, mark) : dateIn(text, date);
}

function nothingLeft(source: RowSource, read: number, encoder: RowEncoder): InputError {
  const where = source.files[0] === undefined ? {} : { where: { file: source.files[0] } };
  if (read === 0)
    return new InputError("there is no row", { ...where, next: "Give a table with rows below its header." });
  const worst = [...encoder.missing].sort(([, a], [, b]) => b.dropped - a.dropped)[0];
  return new InputError(`all ${read} rows were left out: "${worst?.[0]}" is missing in ${worst?.[1].dropped} of them`, {
    ...where,
    next: "Check the column; or say how it is filled: missing.",
  });
}
