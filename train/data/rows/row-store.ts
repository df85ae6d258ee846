/**
 * Rows of one length: in memory while they are few, in a file from there on, so that a table of any length takes the same
 * memory. The file is removed when the store is closed.
 */
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FailedError, InterruptedError, messageOf } from "../../../core/errors.js";
import { breathe } from "../../breathe.js";
import { RowReader } from "../row-reader.js";
import { removeLeftRows, rowFileName } from "./left-rows.js";
import { type Words, wordsFor, wordsOver } from "./row-layout.js";

/** Bytes that a store holds in memory; a larger one goes to the disk. */
const IN_MEMORY = 8 * 2 ** 20;
/** Bytes that are written and scanned at a time. */
const BLOCK = 2 ** 20;

/** Where rows go that are too many for memory. */
export interface RowPlace {
  /** A folder; left out: the system's for temporary files. */
  readonly folder?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bytes to hold in memory, for tests. */
  readonly inMemory?: number;
}

/** What `scan` hands over: rows one after the other. They are overwritten by the next call. */
export type VisitRows = (words: Words, rows: number, first: number) => void;

/** Takes rows, one after the other. */
export class RowWriter {
  readonly #words: number;
  readonly #place: RowPlace;
  #block: Words;
  #perBlock: number;
  #filled = 0;
  #blocks: Words[] = [];
  #file: { readonly path: string; readonly handle: number } | undefined;
  #rows = 0;

  /** @param words how long a row is. */
  constructor(words: number, place: RowPlace) {
    this.#words = words;
    this.#place = place;
    // Small at first: a reader may open many of these.
    this.#perBlock = Math.max(1, Math.floor(BLOCK / 16 / 4 / words));
    this.#block = wordsFor(this.#perBlock * words);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Copies the row that begins at `index` of `from`. */
  append(from: Words, index = 0): void {
    if (this.#filled === this.#perBlock) this.#next();
    this.#block.whole.set(from.whole.subarray(index, index + this.#words), this.#filled * this.#words);
    this.#filled += 1;
    this.#rows += 1;
  }

  /** No row comes after these. */
  finish(): RowStore {
    this.#next();
    const file = this.#file;
    if (file === undefined) return new RowStore(this.#words, this.#rows, { words: joined(this.#blocks) }, this.#place);
    return new RowStore(this.#words, this.#rows, file, this.#place);
  }

  /** Throws the rows away. */
  discard(): void {
    this.#blocks = [];
    if (this.#file === undefined) return;
    closeSync(this.#file.handle);
    rmSync(this.#file.path, { force: true });
  }

  #next(): void {
    const full = wordsOver(this.#block.whole.buffer, 0, this.#filled * this.#words);
    if (this.#filled === 0) return;
    if (this.#file === undefined) {
      this.#blocks.push(full);
      if (this.#rows * this.#words * 4 > (this.#place.inMemory ?? IN_MEMORY)) this.#spill();
      if (this.#file === undefined) {
        this.#perBlock = Math.max(1, Math.floor(BLOCK / 4 / this.#words));
        this.#block = wordsFor(this.#perBlock * this.#words);
      }
    } else this.#write(full);
    this.#filled = 0;
  }

  #spill(): void {
    const folder = join(this.#place.folder ?? tmpdir(), "kiln-rows");
    try {
      mkdirSync(folder, { recursive: true });
      removeLeftRows(folder);
      const path = join(folder, rowFileName());
      this.#file = { path, handle: openSync(path, "wx+") };
    } catch (cause) {
      throw disk(cause, folder);
    }
    for (const block of this.#blocks) this.#write(block);
    this.#blocks = [];
  }

  #write({ whole }: Words): void {
    const { handle, path } = this.#file as { handle: number; path: string };
    const bytes = new Uint8Array(whole.buffer, whole.byteOffset, whole.byteLength);
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
    } catch (cause) {
      throw disk(cause, path);
    }
  }
}

type Held = { readonly words: Words } | { readonly path: string; readonly handle: number };

/** Rows that are complete. */
export class RowStore {
  readonly rows: number;
  readonly #words: number;
  readonly #held: Held;
  readonly #signal: AbortSignal | undefined;
  readonly #readers = new Map<number, RowReader>();

  constructor(words: number, rows: number, held: Held, { signal }: RowPlace) {
    this.#words = words;
    this.rows = rows;
    this.#held = held;
    this.#signal = signal;
  }

  /**
   * The rows at `indices`, in that order; each with those that follow it, where `together` are asked for.
   *
   * @throws RangeError for a row that is not there.
   */
  async read(indices: Uint32Array, together = 1): Promise<Words> {
    for (const index of indices) {
      if (index + together > this.rows) {
        throw new RangeError(`there is no row ${index + together - 1}: there are ${this.rows}, counted from 0`);
      }
    }
    const width = this.#words * together;
    if ("words" in this.#held) {
      const found = wordsFor(indices.length * width);
      const { whole } = this.#held.words;
      for (const [i, index] of indices.entries()) {
        found.whole.set(whole.subarray(index * this.#words, index * this.#words + width), i * width);
      }
      return found;
    }
    const reader = this.#readerOf(this.#held.path, together);
    const bytes = await reader.read(indices);
    return wordsOver(bytes.buffer, bytes.byteOffset, indices.length * width);
  }

  /**
   * All rows from the first to the last, some at a time.
   *
   * @throws InterruptedError when the signal is aborted.
   */
  async scan(visit: VisitRows): Promise<void> {
    const perBlock = Math.max(1, Math.floor(BLOCK / 4 / this.#words));
    const block = "words" in this.#held ? undefined : wordsFor(perBlock * this.#words);
    for (let first = 0; first < this.rows; first += perBlock) {
      const rows = Math.min(perBlock, this.rows - first);
      visit(this.#at(first, rows, block), rows, first);
      if (first + rows < this.rows) await breathe();
      if (this.#signal?.aborted === true) throw new InterruptedError("stopped while rows were read");
    }
  }

  async close(): Promise<void> {
    for (const reader of this.#readers.values()) await reader.close();
    if ("words" in this.#held) return;
    closeSync(this.#held.handle);
    rmSync(this.#held.path, { force: true });
  }

  #readerOf(path: string, together: number): RowReader {
    const known = this.#readers.get(together);
    if (known !== undefined) return known;
    const reader = new RowReader({ path, rowBytes: this.#words * 4, together });
    this.#readers.set(together, reader);
    return reader;
  }

  #at(first: number, rows: number, block: Words | undefined): Words {
    const from = first * this.#words;
    const length = rows * this.#words;
    if ("words" in this.#held || block === undefined) {
      const { whole } = (this.#held as { readonly words: Words }).words;
      return wordsOver(whole.buffer, (from + whole.byteOffset / 4) * 4, length);
    }
    const bytes = new Uint8Array(block.whole.buffer, 0, length * 4);
    const { handle, path } = this.#held;
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(handle, bytes, done, bytes.length - done, from * 4 + done);
      if (read === 0) throw new FailedError(`rows are missing from row ${first} on`, { where: { file: path } });
      done += read;
    }
    return wordsOver(block.whole.buffer, 0, length);
  }
}

function joined(blocks: readonly Words[]): Words {
  const all = wordsFor(blocks.reduce((sum, { whole }) => sum + whole.length, 0));
  let at = 0;
  for (const { whole } of blocks) {
    all.whole.set(whole, at);
    at += whole.length;
  }
  return all;
}

function disk(cause: unknown, file: string): FailedError {
  return new FailedError(`rows cannot be put on the disk: ${messageOf(cause)}`, {
    where: { file },
    next: "Make room there, or set TMPDIR to a folder with room.",
    cause,
  });
}
