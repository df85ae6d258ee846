/** CSV files as a source of rows. */
import { createHash } from "node:crypto";
import { InputError } from "../../../core/errors.js";
import type { RawRows, RowSource } from "../rows/row-source.js";
import { columnTypes } from "../table/column-types.js";
import { placesOf, type WantedColumn } from "../table/columns.js";
import type { TableFile } from "../table/find-tables.js";
import type { DecimalMark } from "../table/numbers.js";
import { csvHead } from "./csv-head.js";
import { csvRows } from "./csv-rows.js";
import { textChunks } from "./text-chunks.js";

/** How the text of a file is read. */
export interface CsvText {
  /** Found in the first rows when left out. */
  readonly delimiter?: string;
  /** What stands before a fraction; found in the first rows when left out. */
  readonly decimal?: DecimalMark;
  /** UTF-8, or UTF-16 with its mark, when left out; a name as `TextDecoder` takes it: "windows-1252". */
  readonly encoding?: string;
  /** False for a file without a header: its columns are called "1", "2", and so on. */
  readonly header?: boolean;
  /** Spellings of "no value" beside the empty cell, in the place of the usual ones (NA, null, ?, …). */
  readonly missingText?: readonly string[];
}

/** Rows that are looked at for how a column writes its numbers. */
const SAMPLE = 2000;

/**
 * Opens files of one layout.
 *
 * @param isTime true when the column without a field holds times.
 * @throws InputError when a column is not there, or can be read in two ways.
 */
export async function csvSource(
  files: readonly [TableFile, ...TableFile[]],
  wanted: readonly WantedColumn[],
  { delimiter, decimal, encoding, header: hasHeader = true, missingText }: CsvText,
  isTime: boolean,
): Promise<RowSource> {
  const [first] = files;
  const names = wanted.map(({ name }) => name);
  const headOf = (file: TableFile) =>
    csvHead(textChunks(file.path, file.name, encoding), file.name, { wanted: names, delimiter, hasHeader });
  const head = await headOf(first);
  const places = placesOf(wanted, head.header, first.name);
  const sample = Array.from(places, (place) => head.sample.slice(0, SAMPLE).map((row) => row[place] ?? ""));
  const columns = columnTypes(wanted, sample, {
    file: first.name,
    delimiter: head.delimiter,
    decimal,
    missingText,
    isTime,
  });
  const hash = createHash("sha256");

  async function* readFile(file: TableFile, number: number): AsyncGenerator<RawRows> {
    const own = number === 0 ? head : await headOf(file);
    const from = number === 0 ? places : placesOf(wanted, own.header, file.name);
    let isHeader = hasHeader;
    for await (const { rows, numbers } of csvRows(
      textChunks(file.path, file.name, encoding, hash),
      own.delimiter,
      file.name,
    )) {
      const skip = isHeader && rows.length > 0 ? 1 : 0;
      if (skip === 1) isHeader = false;
      const picked = rows.slice(skip).map((cells, i) => {
        if (cells.length !== own.header.length)
          throw wrongWidth(cells.length, own.header.length, file.name, numbers[i + skip]);
        return pick(cells, from);
      });
      yield { file: number, rows: picked, numberOf: (index) => numbers[index + skip] as number };
    }
  }

  return {
    name: files.length === 1 ? first.name : `${files.length} files, ${first.name} to ${files.at(-1)?.name}`,
    files: files.map(({ name }) => name),
    columns,
    async *read() {
      for (const [number, file] of files.entries()) yield* readFile(file, number);
    },
    sha256: () => hash.copy().digest("hex"),
  };
}

function pick(cells: readonly string[], places: Int32Array): string[] {
  const picked: string[] = [];
  for (let i = 0; i < places.length; i++) picked.push(cells[places[i] as number] as string);
  return picked;
}

function wrongWidth(cells: number, columns: number, file: string, row: number | undefined): InputError {
  return new InputError(`the row has ${cells} cells, and the header ${columns}`, {
    where: { file, ...(row === undefined ? {} : { row }) },
    next:
      cells > columns
        ? "Put cells that hold the delimiter into quotes."
        : "Fill the row up with empty cells, or remove it.",
  });
}
