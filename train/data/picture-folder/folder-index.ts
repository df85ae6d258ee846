/**
 * What is known about the files of a folder, as lines of JSON that are only ever appended: a file that is unchanged
 * (length and time) is not read again, one with known content (SHA-256) is not decoded again. A killed loader loses at
 * most the lines that it had not written yet.
 */

import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { hasCode } from "../../../core/errors.js";
import type { FoundFile } from "./find-files.js";
import { IndexColumns } from "./index-columns.js";
import { type IndexLine, isPicture, type PictureLine, parseLine } from "./index-line.js";
import type { PictureColumns } from "./picture-columns.js";

/** The index of one folder, held in memory (about 150 bytes a file) while the folder is read. */
export class FolderIndex {
  readonly #columns = new IndexColumns();
  readonly #file: FileHandle;
  #pending: IndexLine[] = [];
  #nextRow = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Reads the index at `path`; one that is not there yet is empty. Rows from `rows` on do not exist and are forgotten. */
  static async open(path: string, rows: number): Promise<FolderIndex> {
    const index = new FolderIndex(await open(path, "a"));
    for await (const text of linesOf(path)) {
      const line = parseLine(text);
      if (line === undefined || (isPicture(line) && line.row >= rows)) continue;
      index.#take(line);
    }
    // A kill may have left half a line without its end: the next line must not continue it.
    await index.#file.appendFile("\n");
    return index;
  }

  /**
   * Hands over what is known about a file, when its length and time are still the same.
   *
   * @returns false when the file has to be read.
   */
  recall({ name, bytes, modified }: FoundFile, into: PictureColumns, at: number): boolean {
    return this.#columns.recall(name, bytes, modified, into, at);
  }

  /** A picture with this content, under whatever name. */
  withContent(sha256: string): PictureLine | undefined {
    return this.#columns.withContent(sha256);
  }

  /** A row that no picture has yet. */
  reserveRow(): number {
    this.#nextRow += 1;
    return this.#nextRow - 1;
  }

  /** Adds a line; it reaches the disk with the next `flush`. */
  add(line: IndexLine): void {
    this.#take(line);
    this.#pending.push(line);
  }

  /** Lines that have not been written. */
  get pending(): number {
    return this.#pending.length;
  }

  /** Writes pending lines, after `sync` has forced their rows to the disk: a line never promises a row that is lost. */
  async flush(sync: () => Promise<void>): Promise<void> {
    const lines = this.#pending;
    this.#pending = [];
    if (lines.length === 0) return;
    await sync();
    await this.#file.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  #take(line: IndexLine): void {
    this.#columns.set(line);
    if (isPicture(line)) this.#nextRow = Math.max(this.#nextRow, line.row + 1);
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
}
