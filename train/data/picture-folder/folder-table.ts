/** A table that says more of each picture than its folder: read whole, a row for each file. */
import { basename, isAbsolute, join } from "node:path";
import { InputError } from "../../../core/errors.js";
import { type CsvText, csvSource } from "../csv/csv-source.js";
import type { RowSource } from "../rows/row-source.js";
import type { WantedColumn } from "../table/columns.js";

/** A table, and which of its columns names the file. */
export interface PictureTable extends CsvText {
  /** A CSV file, from the folder of pictures. */
  readonly file: string;
  /** The column with the name of the picture: its path below the folder, with or without its ending. */
  readonly name: string;
}

/** The rows of a table by the picture that they name. */
export interface PictureRows {
  readonly source: RowSource;
  /** Values of the wanted columns; undefined for a picture that no row names. */
  of(name: string): readonly unknown[] | undefined;
  /** Rows of pictures that are not in the folder, once all that are have been asked for. */
  unused(): readonly string[];
}

/**
 * Reads a table.
 *
 * @throws InputError when two rows name the same picture.
 */
export async function readPictureTable(
  folder: string,
  { file, name, ...text }: PictureTable,
  wanted: readonly WantedColumn[],
  isTime: boolean,
): Promise<PictureRows> {
  const path = isAbsolute(file) ? file : join(folder, file);
  const named: WantedColumn = { name, field: { name, role: "input", kind: "category", shape: [] }, isDate: false };
  const source = await csvSource([{ path, name: basename(path) }], [...wanted, named], text, isTime);
  const rows = new Map<string, readonly unknown[]>();
  for await (const { rows: read, numberOf } of source.read()) {
    for (const [i, values] of read.entries()) {
      const key = String(values[wanted.length]).trim().replaceAll("\\", "/").replace(/^\.\//, "");
      if (rows.has(key)) {
        throw new InputError(`two rows name the picture "${key}"`, {
          where: { file: basename(path), row: numberOf(i), column: name },
          next: "Keep one of them.",
        });
      }
      rows.set(key, Array.from(values).slice(0, wanted.length));
    }
  }
  const used = new Set<string>();
  return {
    source,
    of(picture) {
      const without = picture.replace(/\.[^./]*$/, "");
      const key = [picture, without, basename(picture), basename(without)].find((candidate) => rows.has(candidate));
      if (key === undefined) return undefined;
      used.add(key);
      return rows.get(key);
    },
    unused: () => [...rows.keys()].filter((key) => !used.has(key)),
  };
}
