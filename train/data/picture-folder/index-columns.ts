/** The lines of a folder's index as columns of numbers and bytes: a tenth of the memory that as many objects take. */
import { HASH_BYTES, type IndexLine, isPicture, type PictureLine } from "./index-line.js";
import type { PictureColumns } from "./picture-columns.js";

/** Lines by name and by content. */
export class IndexColumns {
  readonly #slots = new Map<string, number>();
  /** By the first 48 bits of the content's hash; the whole hash is compared before it counts. */
  readonly #contents = new Map<number, number>();
  readonly #reasons = new Map<number, string>();
  #count = 0;
  #bytes = new Float64Array(64);
  #modified = new Float64Array(64);
  #rows = new Uint32Array(64);
  /** Hash of the content, then hash of the picture. */
  #hashes = Buffer.alloc(64 * 2 * HASH_BYTES);

  /** Adds a line, or replaces the one of that name. */
  set(line: IndexLine): void {
    const slot = this.#slots.get(line.name) ?? this.#newSlot(line.name);
    this.#bytes[slot] = line.bytes;
    this.#modified[slot] = line.modified;
    if (!isPicture(line)) {
      this.#reasons.set(slot, line.reason);
      return;
    }
    this.#reasons.delete(slot);
    this.#rows[slot] = line.row;
    this.#hashes.write(line.content + line.picture, slot * 2 * HASH_BYTES, "hex");
    this.#contents.set(prefix(line.content), slot);
  }

  /** Hands over the line of that name, when length and time are the same; false when they are not, or it is unknown. */
  recall(name: string, bytes: number, modified: number, into: PictureColumns, at: number): boolean {
    const slot = this.#slots.get(name);
    if (slot === undefined || this.#bytes[slot] !== bytes || this.#modified[slot] !== modified) return false;
    const reason = this.#reasons.get(slot);
    if (reason !== undefined) {
      into.reasons.set(at, reason);
      return true;
    }
    const from = (slot * 2 + 1) * HASH_BYTES;
    into.setPicture(at, this.#rows[slot] as number, this.#hashes.subarray(from, from + HASH_BYTES));
    return true;
  }

  /** A picture of that content, without a name. */
  withContent(sha256: string): PictureLine | undefined {
    const slot = this.#contents.get(prefix(sha256));
    if (slot === undefined) return undefined;
    const from = slot * 2 * HASH_BYTES;
    const content = this.#hashes.toString("hex", from, from + HASH_BYTES);
    if (this.#reasons.has(slot) || content !== sha256) return undefined;
    const picture = this.#hashes.toString("hex", from + HASH_BYTES, from + 2 * HASH_BYTES);
    return { name: "", bytes: 0, modified: 0, content, picture, row: this.#rows[slot] as number };
  }

  #newSlot(name: string): number {
    if (this.#count === this.#bytes.length) this.#grow();
    this.#slots.set(name, this.#count);
    this.#count += 1;
    return this.#count - 1;
  }

  #grow(): void {
    const length = this.#bytes.length * 2;
    this.#bytes = enlarged(this.#bytes, new Float64Array(length));
    this.#modified = enlarged(this.#modified, new Float64Array(length));
    this.#rows = enlarged(this.#rows, new Uint32Array(length));
    this.#hashes = Buffer.concat([this.#hashes, Buffer.alloc(this.#hashes.length)]);
  }
}

function enlarged<Column extends Float64Array | Uint32Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}

function prefix(sha256: string): number {
  return Number.parseInt(sha256.slice(0, 12), 16);
}
