/** A CSV file as a reader. */
import type { Reader } from "../dataset.js";
import { openRows, type RowOptions } from "../rows/open-rows.js";
import { type ColumnSpec, wantedColumns } from "../table/columns.js";
import { findTables } from "../table/find-tables.js";
import { dividingColumn, type SplitSpec, splitOf } from "../table/split-of.js";
import { type CsvText, csvSource } from "./csv-source.js";

/** How a CSV file is read and divided. */
export interface CsvOptions extends Omit<RowOptions, "split" | "missingText">, CsvText {
  /** At random, each class in the same shares, when left out. */
  readonly split?: SplitSpec;
}

/**
 * A CSV file, or several of one layout: a row for each example, a column for each number or name. It is read row by row,
 * so that a table of any length takes the same memory. papaparse reads the cells: it takes every quoting that
 * spreadsheets write, and streams.
 *
 * @param file a path from the project's folder, which `--data` replaces; `*` in its name stands for several files.
 * @param columns for each field its column, or its columns where it holds several numbers.
 * @example
 * ```ts
 * csv("parcels.csv", { edges: ["length", "width", "height"], zone: "zone", price: "price" }, {
 *   missing: { edges: "median" },
 *   split: { by: "time", column: "sent", gap: 7 },
 * });
 * ```
 */
export function csv<const Keys extends string>(
  file: string,
  columns: Readonly<Record<Keys, ColumnSpec>>,
  options: CsvOptions = {},
): Reader<Keys> {
  return {
    kind: "reader",
    keys: Object.keys(columns) as Keys[],
    reads: "a CSV table",
    async open(fields, context) {
      const split = splitOf(options.split, context.split);
      const files = await findTables(file, context, [".csv", ".tsv", ".txt"]);
      const wanted = wantedColumns(fields, columns, dividingColumn(split));
      const source = await csvSource(files, wanted, options, split.by === "time");
      return await openRows(source, fields, { ...options, split }, context);
    },
  };
}
