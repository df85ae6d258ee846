/** Reads pictures into a cache: decoded once, at one size, and found there again. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { lockCache } from "./cache-lock.js";
import type { FoundFile } from "./find-files.js";
import { FolderIndex } from "./folder-index.js";
import { FolderReader, type ReadingOptions } from "./folder-reader.js";
import type { PictureColumns } from "./picture-columns.js";
import { PixelStore } from "./pixel-store.js";

/** What is in the cache now. */
export interface ReadPictures {
  /** What came of each file, in the files' order. */
  readonly columns: PictureColumns;
  /** How many had to be decoded; the others were there. */
  readonly made: number;
  /** The file of the pixels; see `PixelStore`. */
  readonly pixels: string;
}

/**
 * Reads the files of a folder that the cache lacks. Two processes that want the same take turns.
 *
 * @param place the cache's own folder: another one for another folder, size or way of decoding.
 * @throws InterruptedError when the signal is aborted; what was decoded until then is kept.
 */
export async function readPictureFiles(
  place: string,
  options: ReadingOptions,
  files: readonly FoundFile[],
): Promise<ReadPictures> {
  await mkdir(place, { recursive: true });
  const pixels = join(place, "pixels.u8");
  const lock = await lockCache(place, options.reporter, options.signal);
  try {
    const store = await PixelStore.open(pixels, options.size, "write");
    try {
      const index = await FolderIndex.open(join(place, "index.jsonl"), await store.rows());
      try {
        const reader = new FolderReader(options, index, store);
        return { columns: await reader.read(files), made: reader.made, pixels };
      } finally {
        await index.close();
      }
    } finally {
      await store.close();
    }
  } finally {
    lock.release();
  }
}
