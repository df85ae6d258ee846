/** A Parquet file as a reader. */
import type { Reader } from "../dataset.js";
import { openRows, type RowOptions } from "../rows/open-rows.js";
import { type ColumnSpec, wantedColumns } from "../table/columns.js";
import { findTables } from "../table/find-tables.js";
import { dividingColumn, type SplitSpec, splitOf } from "../table/split-of.js";
import { parquetSource } from "./parquet-source.js";

/** How a Parquet file is divided. */
export interface ParquetOptions extends Omit<RowOptions, "split"> {
  /** At random, each class in the same shares, when left out. */
  readonly split?: SplitSpec;
}

/**
 * A Parquet file, or several of one layout, read some rows at a time. hyparquet reads it: it is small, has no native code, and
 * is the one that is kept up; hyparquet-compressors adds the compressions that others write (zstd, gzip, brotli, lz4).
 *
 * @param file a path from the project's folder, which `--data` replaces; `*` in its name stands for several files.
 * @param columns for each field its column, or its columns where it holds several numbers.
 * @example
 * ```ts
 * parquet("trips.parquet", { distance: "trip_distance", fare: "fare_amount" }, { split: { by: "time", column: "pickup" } });
 * ```
 */
export function parquet<const Keys extends string>(
  file: string,
  columns: Readonly<Record<Keys, ColumnSpec>>,
  options: ParquetOptions = {},
): Reader<Keys> {
  return {
    kind: "reader",
    keys: Object.keys(columns) as Keys[],
    reads: "a Parquet file",
    async open(fields, context) {
      const split = splitOf(options.split, context.split);
      const files = await findTables(file, context, [".parquet"]);
      const wanted = wantedColumns(fields, columns, dividingColumn(split));
      const source = await parquetSource(files, wanted);
      return await openRows(source, fields, { ...options, split }, context);
    },
  };
}
