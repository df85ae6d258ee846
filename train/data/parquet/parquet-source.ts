/** Parquet files as a source of rows. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { AsyncBuffer, FileMetaData } from "hyparquet";
import { hasCode, InputError, messageOf } from "../../../core/errors.js";
import type { RawRows, RowSource, SourceColumn } from "../rows/row-source.js";
import { placesOf, type WantedColumn } from "../table/columns.js";
import type { TableFile } from "../table/find-tables.js";

/** Rows that are handed over at a time. */
const TOGETHER = 20_000;

/** An opened file. */
interface Opened {
  readonly handle: FileHandle;
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
}

/**
 * Opens files of one layout.
 *
 * @throws InputError when a file is no Parquet file, or a column is not there.
 */
export async function parquetSource(
  files: readonly [TableFile, ...TableFile[]],
  wanted: readonly WantedColumn[],
): Promise<RowSource> {
  const { parquetRead, parquetSchema } = await import("hyparquet");
  const [first] = files;
  const hash = createHash("sha256");
  const check = ({ metadata }: Opened, file: TableFile) =>
    placesOf(
      wanted,
      parquetSchema(metadata).children.map(({ element }) => element.name),
      file.name,
    );
  const head = await openFile(first);
  try {
    check(head, first);
  } finally {
    await head.handle.close();
  }
  const columns = [...new Set(wanted.map(({ name }) => name))];
  const places = wanted.map(({ name }) => columns.indexOf(name));

  async function* readFile(file: TableFile, number: number): AsyncGenerator<RawRows> {
    for await (const chunk of createReadStream(file.path)) hash.update(chunk as Buffer);
    const opened = await openFile(file);
    try {
      check(opened, file);
      const { compressors } = await import("hyparquet-compressors");
      let from = 0;
      for (const { num_rows } of opened.metadata.row_groups) {
        const end = from + Number(num_rows);
        // One row group at a time, the unit in which the file is written: its columns are held as they are decoded.
        const held = new Map<string, { readonly start: number; readonly data: ArrayLike<unknown> }[]>();
        await parquetRead({
          file: opened.buffer,
          metadata: opened.metadata,
          columns,
          rowStart: from,
          rowEnd: end,
          compressors,
          onChunk: ({ columnName, columnData, rowStart }) => {
            held.set(columnName, [...(held.get(columnName) ?? []), { start: rowStart, data: columnData }]);
          },
        });
        for (let start = from; start < end; start += TOGETHER) {
          const slices = columns.map((name) => sliceOf(held.get(name) ?? [], start, Math.min(end, start + TOGETHER)));
          const rows = Array.from({ length: Math.min(end, start + TOGETHER) - start }, (_, i) =>
            places.map((place) => slices[place]?.[i]),
          );
          yield { file: number, rows, numberOf: (index) => start + index + 1 };
        }
        from = end;
      }
    } catch (cause) {
      if (cause instanceof InputError) throw cause;
      throw new InputError(`it cannot be read as Parquet: ${messageOf(cause)}`, { where: { file: file.name }, cause });
    } finally {
      await opened.handle.close();
    }
  }

  return {
    name: files.length === 1 ? first.name : `${files.length} files, ${first.name} to ${files.at(-1)?.name}`,
    files: files.map(({ name }) => name),
    columns: wanted.map(({ name, isDate, field, order }): SourceColumn => {
      // Times come as dates; text in their place is read as ISO 8601 has it.
      return isDate || field === null ? { name, date: order ?? "year-month-day" } : { name };
    }),
    async *read() {
      for (const [number, file] of files.entries()) yield* readFile(file, number);
    },
    sha256: () => hash.copy().digest("hex"),
  };
}

function sliceOf(
  held: readonly { readonly start: number; readonly data: ArrayLike<unknown> }[],
  from: number,
  to: number,
): unknown[] {
  const slice = new Array<unknown>(to - from);
  for (const { start, data } of held) {
    for (let i = Math.max(0, start - from); i < to - from && from + i - start < data.length; i++)
      slice[i] = data[from + i - start];
  }
  return slice;
}

async function openFile({ path, name }: TableFile): Promise<Opened> {
  const { parquetMetadataAsync } = await import("hyparquet");
  let handle: FileHandle;
  try {
    handle = await open(path, "r");
  } catch (cause) {
    if (!hasCode(cause, "ENOENT", "EACCES", "EPERM")) throw cause;
    throw new InputError(hasCode(cause, "ENOENT") ? "there is no such file" : "there is no permission to read it", {
      where: { file: name },
    });
  }
  try {
    const { size } = await handle.stat();
    const buffer: AsyncBuffer = {
      byteLength: size,
      async slice(start, end = size) {
        const bytes = new Uint8Array(end - start);
        await handle.read(bytes, 0, bytes.length, start);
        return bytes.buffer;
      },
    };
    return { handle, buffer, metadata: await parquetMetadataAsync(buffer) };
  } catch (cause) {
    await handle.close();
    throw new InputError(`it is not a Parquet file: ${messageOf(cause)}`, {
      where: { file: name },
      next: "Check the file; a CSV table is declared with csv(…).",
      cause,
    });
  }
}
