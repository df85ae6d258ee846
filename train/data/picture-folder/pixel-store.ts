/**
 * Pictures on the disk as one flat file of bytes, [rows, side, side, 3]: row i begins at i * side * side * 3. Rows are read by their
 * offset, so that a set of any size needs no more memory than a batch. A row is written once and never changes; what
 * says which rows count is beside the file (a folder's index, or its very length).
 */
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { FailedError, messageOf } from "../../../core/errors.js";
import { RowReader } from "../row-reader.js";

/**
 * An open pixel file.
 *
 * @example
 * ```ts
 * const store = await PixelStore.open("pixels.u8", 64, "write");
 * await store.write(0, pixels); // one picture or several, after one another
 * await store.close();
 * ```
 */
export class PixelStore {
  readonly path: string;
  /** Bytes of one picture. */
  readonly rowBytes: number;
  readonly #file: FileHandle;
  readonly #reader: RowReader;

  private constructor(path: string, side: number, file: FileHandle) {
    this.path = path;
    this.rowBytes = side * side * 3;
    this.#file = file;
    this.#reader = new RowReader({ path, rowBytes: this.rowBytes });
  }

  /**
   * Opens a pixel file, for reading and writing, or for reading only; makes an empty one when it is to be written.
   *
   * @param side pixels a side.
   * @throws FailedError when the disk refuses.
   */
  static async open(path: string, side: number, mode: "read" | "write"): Promise<PixelStore> {
    try {
      if (mode === "read") return new PixelStore(path, side, await open(path, "r"));
      await mkdir(dirname(path), { recursive: true });
      // "a" makes the file without emptying it; writing at a position needs another mode.
      await (await open(path, "a")).close();
      return new PixelStore(path, side, await open(path, "r+"));
    } catch (cause) {
      throw new FailedError(`the picture cache cannot be opened: ${messageOf(cause)}`, {
        where: { file: path },
        cause,
      });
    }
  }

  /** Whole rows in the file. */
  async rows(): Promise<number> {
    return Math.floor((await this.#file.stat()).size / this.rowBytes);
  }

  /**
   * Writes whole rows, from `row` on.
   *
   * @throws FailedError when the disk is full.
   */
  async write(row: number, pixels: Uint8Array): Promise<void> {
    try {
      let written = 0;
      while (written < pixels.length) {
        const { bytesWritten } = await this.#file.write(
          pixels,
          written,
          pixels.length - written,
          row * this.rowBytes + written,
        );
        written += bytesWritten;
      }
    } catch (cause) {
      throw new FailedError(`the picture cache cannot be written: ${messageOf(cause)}`, {
        where: { file: this.path },
        cause,
      });
    }
  }

  /**
   * Reads `rows`, in that order, into `into`, in a thread of its own.
   *
   * @throws RangeError when `into` is of another length; FailedError when a row is not there.
   */
  async read(rows: Uint32Array, into: Uint8Array): Promise<void> {
    if (into.length !== rows.length * this.rowBytes) {
      throw new RangeError(`${rows.length} pictures need ${rows.length * this.rowBytes} bytes, got ${into.length}`);
    }
    into.set(await this.#reader.read(rows));
  }

  /** Forces what was written to the disk. */
  async sync(): Promise<void> {
    await this.#file.datasync();
  }

  async close(): Promise<void> {
    await this.#reader.close();
    await this.#file.close();
  }
}
