/** Windows of series in CSV files as a reader. */
import { UsageError } from "../../../core/errors.js";
import { type CsvText, csvSource } from "../csv/csv-source.js";
import type { Reader } from "../dataset.js";
import type { SplitOptions } from "../splits/split-options.js";
import { type ColumnSpec, wantedColumns } from "../table/columns.js";
import { findTables } from "../table/find-tables.js";
import type { MissingOptions } from "../table/missing.js";
import { openWindows } from "./open-windows.js";
import { windowShape } from "./window-fields.js";

/** How windows are cut and divided. */
export interface WindowOptions extends CsvText {
  /** The column that tells series apart: a machine, a place. Left out: each file is one series. */
  readonly by?: string;
  /** The column of the time, when the rows are to be checked for their order. */
  readonly time?: string;
  /** Rows between the first rows of two windows; the window's length when left out. */
  readonly stride?: number;
  /** Rows from the end of a window to what is to be told: 0 (when left out) is the window's own last row, 1 the next. */
  readonly horizon?: number;
  /**
   * `time` (when left out): the last rows of each series are the test part; `group`: whole series, as `by` tells them apart;
   * `random`: windows that do not overlap. A gap counts rows.
   */
  readonly split?: SplitOptions["by"] | Omit<SplitOptions, "column">;
  /** A row with a missing value ends a series, and another begins below it, when nothing is said. */
  readonly missing?: MissingOptions;
}

/**
 * Windows of series: so many rows after one another, as a series of channels. Rows of several series may lie among one
 * another. No two parts share a row.
 *
 * @param files a path from the project's folder, which `--data` replaces; `*` in its name stands for several files.
 * @param columns for each field its column or columns: of a series one for each channel.
 * @example
 * ```ts
 * windows("sensors/*.csv", { signal: ["ax", "ay", "az"], state: "state" }, { by: "machine", stride: 64, split: "group" });
 * ```
 */
export function windows<const Keys extends string>(
  files: string,
  columns: Readonly<Record<Keys, ColumnSpec>>,
  options: WindowOptions = {},
): Reader<Keys> {
  return {
    kind: "reader",
    keys: Object.keys(columns) as Keys[],
    reads: "CSV tables of series",
    async open(fields, context) {
      const shape = windowShape(fields, options.horizon ?? 0);
      const { by, time, stride = Math.max(...shape.fields.map(({ length }) => length)) } = options;
      if (!(Number.isInteger(stride) && stride >= 1)) {
        throw new UsageError(`a stride is a whole number of rows from 1 on, not ${stride}`, {
          where: { field: "stride" },
        });
      }
      const { split: own = "time" } = options;
      const split: SplitOptions = { ...(typeof own === "string" ? { by: own } : own), ...context.split };
      const wanted = wantedColumns(
        shape.fields.map(({ ofRow }) => ofRow),
        columns,
        undefined,
      );
      const extra = [by, time].flatMap((name) => (name === undefined ? [] : [{ name, field: null, isDate: false }]));
      const found = await findTables(files, context, [".csv", ".tsv", ".txt"]);
      const source = await csvSource(found, [...wanted, ...extra], options, time !== undefined);
      return await openWindows(
        source,
        fields,
        {
          shape,
          stride,
          split,
          missing: options.missing,
          missingText: options.missingText,
          columns: {
            group: by === undefined ? undefined : wanted.length,
            time: time === undefined ? undefined : wanted.length + (by === undefined ? 0 : 1),
          },
        },
        context,
      );
    },
  };
}
