/** Rows that follow one another: of one file and one group, with no row left out between them. */
import { createHash } from "node:crypto";
import { InputError, InterruptedError } from "../../../core/errors.js";
import type { ReaderContext } from "../dataset.js";
import type { RowEncoder } from "../rows/row-encoder.js";
import { type RowLayout, wordsFor } from "../rows/row-layout.js";
import type { RowSource } from "../rows/row-source.js";
import { type RowStore, RowWriter } from "../rows/row-store.js";
import { dateIn } from "../table/dates.js";
import { numberIn } from "../table/numbers.js";

/** Bytes of rows that are held while segments that lie among one another are taken apart. */
const HELD = 32 * 2 ** 20;

/** A run of rows in the store. */
export interface Segment {
  readonly group: number;
  readonly first: number;
  readonly rows: number;
}

/** Rows in the order of their segments. */
export interface SegmentedRows {
  readonly store: RowStore;
  readonly segments: readonly Segment[];
  readonly groups: readonly string[];
  readonly read: number;
  readonly sha256: string;
}

/** Where the group and the time of a row are among the values of a source, if they are. */
export interface SegmentColumns {
  readonly group: number | undefined;
  readonly time: number | undefined;
}

interface Open {
  readonly id: number;
  lastTime: number;
}

/**
 * Reads a source as segments. Rows of different groups may lie among one another.
 *
 * @throws InputError for a row that cannot be taken, or comes before the one above it.
 */
export async function readSegments(
  source: RowSource,
  layout: RowLayout,
  encoder: RowEncoder,
  columns: SegmentColumns,
  { cache, reporter, signal }: Pick<ReaderContext, "cache" | "reporter" | "signal">,
): Promise<SegmentedRows> {
  const place = { folder: cache, signal };
  const writer = new RowWriter(layout.words, place);
  const row = wordsFor(layout.words);
  const bytes = new Uint8Array(row.whole.buffer);
  const hash = createHash("sha256");
  const groups = new Map<string, number>();
  const open = new Map<string, Open>();
  const found: { group: number; rows: number }[] = [];
  let [read, last, isSorted] = [0, -1, true];
  try {
    for await (const { file, rows, numberOf } of source.read()) {
      for (const [i, values] of rows.entries()) {
        const where = (column: string) => ({
          ...(source.files[file] === undefined ? {} : { file: source.files[file] }),
          row: numberOf(i),
          column,
        });
        read += 1;
        const group = columns.group === undefined ? "" : String(values[columns.group] ?? "");
        const key = `${file}/${group}`;
        if (!encoder.encode(values, row, 0, where)) {
          // No window may reach over a row that is left out.
          open.delete(key);
          continue;
        }
        const number = groups.get(group === "" ? (source.files[file] ?? "") : group) ?? groups.size;
        groups.set(group === "" ? (source.files[file] ?? "") : group, number);
        let segment = open.get(key);
        if (segment === undefined) {
          segment = { id: found.length, lastTime: Number.NEGATIVE_INFINITY };
          open.set(key, segment);
          found.push({ group: number, rows: 0 });
        }
        if (columns.time !== undefined) checkOrder(source, values, columns.time, segment, where);
        const entry = found[segment.id] as { rows: number };
        entry.rows += 1;
        if (segment.id < last) isSorted = false;
        last = Math.max(last, segment.id);
        row.whole[layout.numberAt] = numberOf(i);
        row.whole[layout.fileAt] = file;
        row.whole[layout.groupAt] = segment.id;
        writer.append(row);
        if (source.files.length === 0) hash.update(bytes);
        if (read % 100_000 === 0) reporter.progress({ label: "reading", done: read, total: 0, unit: "rows" });
      }
      if (signal?.aborted === true) throw new InterruptedError(`stopped after ${read} rows were read`);
    }
  } catch (error) {
    writer.discard();
    throw error;
  }
  let first = 0;
  const segments = found.map(({ group, rows }): Segment => {
    const segment = { group, first, rows };
    first += rows;
    return segment;
  });
  const store = writer.finish();
  return {
    store: isSorted ? store : await sorted(store, layout, segments, place),
    segments,
    groups: [...groups.keys()],
    read,
    sha256: source.sha256() ?? hash.digest("hex"),
  };
}

function checkOrder(
  source: RowSource,
  values: ArrayLike<unknown>,
  at: number,
  segment: Open,
  where: (column: string) => { row: number; column: string },
): void {
  const column = source.columns[at];
  const value = values[at];
  const text = String(value).trim();
  const time =
    value instanceof Date
      ? value.getTime() / 86_400_000
      : column?.date !== undefined
        ? dateIn(text, column.date)
        : numberIn(text, column?.mark ?? "point");
  const name = column?.name ?? "time";
  if (Number.isNaN(time)) throw new InputError(`"${text}" is not a time`, { where: where(name) });
  if (time <= segment.lastTime) {
    throw new InputError("the row is not later than the one before it", {
      where: where(name),
      next: "Sort the rows by time; rows of several machines or places need `by`, the column that tells them apart.",
    });
  }
  segment.lastTime = time;
}

/** The rows of a store in the order of their segments, some segments at a time. */
async function sorted(
  store: RowStore,
  layout: RowLayout,
  segments: readonly Segment[],
  place: ConstructorParameters<typeof RowWriter>[1],
): Promise<RowStore> {
  const writer = new RowWriter(layout.words, place);
  const most = Math.max(1, Math.floor(HELD / 4 / layout.words));
  try {
    for (let from = 0; from < store.rows; from += most) {
      const rows = Math.min(most, store.rows - from);
      const held = wordsFor(rows * layout.words);
      const next = Uint32Array.from(segments, ({ first }) => first);
      await store.scan((words, count) => {
        for (let i = 0; i < count; i++) {
          const id = words.whole[i * layout.words + layout.groupAt] as number;
          const target = next[id] as number;
          next[id] = target + 1;
          if (target < from || target >= from + rows) continue;
          const row = words.whole.subarray(i * layout.words, (i + 1) * layout.words);
          held.whole.set(row, (target - from) * layout.words);
        }
      });
      for (let i = 0; i < rows; i++) writer.append(held, i * layout.words);
    }
  } catch (error) {
    writer.discard();
    throw error;
  } finally {
    await store.close();
  }
  return writer.finish();
}
