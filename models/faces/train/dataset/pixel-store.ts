/**
 * Pictures on the disk as one flat file of bytes, [rows, 64, 64, 3]: row i begins at i * 12,288. Rows are read by their
 * offset, so that a set of any size needs no more memory than a batch. A row is written once and never changes; what
 * says which rows count is beside the file (a folder's index, or its very length).
 */
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { FailedError, messageOf } from "kilnjs";
import { RowReader } from "kilnjs/data";
import { FACE_SIZE } from "../../face-size.js";

/** Bytes of one picture. */
export const ROW_BYTES = FACE_SIZE * FACE_SIZE * 3;

/** An open pixel file. */
export class PixelStore {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #reader: RowReader;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
    this.#reader = new RowReader({ path, rowBytes: ROW_BYTES });
  }

  /**
   * Opens a pixel file, for reading and writing, or for reading only; makes an empty one when it is to be written.
   *
   * @throws FailedError when the disk refuses.
   */
  static async open(path: string, mode: "read" | "write"): Promise<PixelStore> {
    try {
      if (mode === "read") return new PixelStore(path, await open(path, "r"));
      await mkdir(dirname(path), { recursive: true });
      // "a" makes the file without emptying it; writing at a position needs another mode.
      await (await open(path, "a")).close();
      return new PixelStore(path, await open(path, "r+"));
    } catch (cause) {
      throw new FailedError(`the picture cache cannot be opened: ${messageOf(cause)}`, {
        where: { file: path },
        cause,
      });
    }
  }

  /** Whole rows in the file. */
  async rows(): Promise<number> {
    return Math.floor((await this.#file.stat()).size / ROW_BYTES);
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
          row * ROW_BYTES + written,
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
    if (into.length !== rows.length * ROW_BYTES) {
      throw new RangeError(`${rows.length} pictures need ${rows.length * ROW_BYTES} bytes, got ${into.length}`);
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
