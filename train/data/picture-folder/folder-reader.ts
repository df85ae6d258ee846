/** Reads the files of a folder into the pixel store: in parallel, within a budget of memory, and each content only once. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InterruptedError } from "../../../core/errors.js";
import { readable } from "../../../core/pictures/formats.js";
import { type Fit, frame } from "../../../core/pictures/frame.js";
import { UnusablePicture } from "../../../core/pictures/unusable.js";
import type { Reporter } from "../../../core/reporter.js";
import { decodePicture, readHeader } from "../../../pictures/decode-picture.js";
import { Budget } from "./budget.js";
import type { FoundFile } from "./find-files.js";
import type { FolderIndex } from "./folder-index.js";
import type { IndexLine } from "./index-line.js";
import { PictureColumns } from "./picture-columns.js";
import type { PixelStore } from "./pixel-store.js";
import { systemReason } from "./reasons.js";

/** Files in work at once; sharp decodes on the threads of libuv's pool, of which there are four. */
const PARALLEL = 6;
/** Bytes of files, and of decoded pictures, that may be in memory at once; a larger one goes alone. */
const FILE_BUDGET = 200_000_000;
const DECODING_BUDGET = 400_000_000;
/** Bytes that a pixel takes while sharp decodes and turns it. */
const BYTES_PER_PIXEL = 8;
/** The largest file that is read. */
const FILE_LIMIT = 500_000_000;
/** Pictures between two writes of the index, and between two reports. */
const FLUSH = 256;
const REPORT = 64;

/** How to read. */
export interface ReadingOptions {
  readonly folder: string;
  /** Pixels a side, of every picture. */
  readonly size: number;
  /** How a picture that is no square becomes one. */
  readonly fit: Fit;
  /** The most pixels a picture may have; looked up in its header. */
  readonly pixelLimit: number;
  readonly reporter: Reporter;
  readonly signal?: AbortSignal | undefined;
}

/** One reading of a folder. */
export class FolderReader {
  readonly #options: ReadingOptions;
  readonly #index: FolderIndex;
  readonly #store: PixelStore;
  readonly #files = new Budget(FILE_BUDGET);
  readonly #decoding = new Budget(DECODING_BUDGET);
  #made = 0;

  constructor(options: ReadingOptions, index: FolderIndex, store: PixelStore) {
    this.#options = options;
    this.#index = index;
    this.#store = store;
  }

  /** Pictures that had to be decoded. */
  get made(): number {
    return this.#made;
  }

  /**
   * Reads the files.
   *
   * @returns a column for each thing that a set needs, in the files' order.
   * @throws InterruptedError when the signal is aborted; what was decoded until then is in the index.
   */
  async read(files: readonly FoundFile[]): Promise<PictureColumns> {
    const { reporter, signal } = this.#options;
    const read = new PictureColumns(files.length);
    let next = 0;
    let done = 0;
    const report = () => reporter.progress({ label: "reading pictures", done, total: files.length, unit: "pictures" });
    const work = async () => {
      while (next < files.length && signal?.aborted !== true) {
        const at = next++;
        const file = files[at] as FoundFile;
        if (!this.#index.recall(file, read, at)) read.set(at, await this.#line(file));
        done += 1;
        if (done % REPORT === 0) report();
        if (this.#index.pending >= FLUSH) await this.#flush();
      }
    };
    try {
      await Promise.all(Array.from({ length: PARALLEL }, work));
    } finally {
      await this.#flush();
    }
    report();
    if (signal?.aborted === true) throw new InterruptedError(`stopped after ${done} of ${files.length} pictures`);
    return read;
  }

  async #line(file: FoundFile): Promise<IndexLine> {
    const { name, bytes, modified } = file;
    if (bytes > FILE_LIMIT)
      return { name, bytes, modified, reason: `a file of ${Math.round(bytes / 1e6)} MB: make it smaller` };
    return await this.#files.spend(bytes, async () => {
      let content: Uint8Array;
      try {
        content = await readFile(join(this.#options.folder, name));
      } catch (error) {
        // Not for the index: permissions change without a new time on the file.
        return { name, bytes, modified, reason: systemReason(error) };
      }
      const line = await this.#inspect(file, content);
      this.#index.add(line);
      return line;
    });
  }

  async #inspect({ name, bytes, modified }: FoundFile, content: Uint8Array): Promise<IndexLine> {
    const sha256 = createHash("sha256").update(content).digest("hex");
    const same = this.#index.withContent(sha256);
    if (same !== undefined) return { ...same, name, bytes, modified };
    try {
      const framed = await this.#decode(content);
      const row = this.#index.reserveRow();
      await this.#store.write(row, framed);
      const picture = createHash("sha256").update(framed).digest("hex");
      this.#made += 1;
      return { name, bytes, modified, content: sha256, picture, row };
    } catch (error) {
      if (!(error instanceof UnusablePicture)) throw error;
      return { name, bytes, modified, reason: error.reason };
    }
  }

  async #decode(content: Uint8Array): Promise<Uint8Array> {
    const { fit, size, pixelLimit } = this.#options;
    const limits = { pixels: pixelLimit, kinds: readable };
    const header = await readHeader(content, limits);
    const cost = header.width * header.height * BYTES_PER_PIXEL;
    return await this.#decoding.spend(cost, async () => frame(await decodePicture(content, header, limits), fit, size));
  }

  async #flush(): Promise<void> {
    await this.#index.flush(() => this.#store.sync());
  }
}
