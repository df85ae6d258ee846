/** What came of each file of a folder, as columns: a picture's row and hash, or the reason why it is none. */
import { HASH_BYTES, type IndexLine, isPicture } from "./index-line.js";

/** Columns for a known number of files. */
export class PictureColumns {
  /** Row in the pixel file; 0 where there is a reason. */
  readonly rows: Uint32Array;
  /** By the file's number. */
  readonly reasons = new Map<number, string>();
  readonly #pictures: Buffer;

  constructor(count: number) {
    this.rows = new Uint32Array(count);
    this.#pictures = Buffer.alloc(count * HASH_BYTES);
  }

  /** Takes over a line. */
  set(at: number, line: IndexLine): void {
    if (!isPicture(line)) {
      this.reasons.set(at, line.reason);
      return;
    }
    this.rows[at] = line.row;
    this.#pictures.write(line.picture, at * HASH_BYTES, "hex");
  }

  /** Takes over a picture whose hash is at hand as bytes. */
  setPicture(at: number, row: number, picture: Uint8Array): void {
    this.rows[at] = row;
    this.#pictures.set(picture, at * HASH_BYTES);
  }

  /** SHA-256 of a picture at the model's size. */
  picture(at: number): Buffer {
    return this.#pictures.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
  }
}
