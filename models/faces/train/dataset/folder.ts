/** A folder of pictures as a picture set. */
import { createHash } from "node:crypto";
import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { at, FRAME_VERSION, InputError } from "kilnjs";
import { DECODING_VERSION } from "kilnjs/pictures";
import sharp from "sharp";
import { FACE_SIZE } from "../../face-size.js";
import { compareBytes } from "./byte-order.js";
import { lockCache } from "./cache-lock.js";
import { readFactors } from "./factors-file.js";
import { type Found, findFiles } from "./find-files.js";
import { FolderIndex } from "./folder-index.js";
import { FolderReader, type ReadingOptions } from "./folder-reader.js";
import { groupEqual, groupsJoined, groupsOfSeveral } from "./groups.js";
import type { Likeness } from "./likeness.js";
import { joinNear } from "./near-groups.js";
import type { PictureColumns } from "./picture-columns.js";
import type { PictureSet, Skipped } from "./picture-set.js";
import { PixelStore, ROW_BYTES } from "./pixel-store.js";

/** What to open. */
export interface FolderOptions extends ReadingOptions {
  /** Which pictures are never divided. */
  readonly alike: Likeness;
  /** Where caches are kept; each folder has its own below. */
  readonly cache: string;
}

/**
 * Opens a folder of pictures. What was decoded before and has not changed comes from the cache.
 *
 * @throws InputError when there is no folder, NoPictures when there is no picture in it; InterruptedError when the signal is aborted (what was
 * decoded until then is kept).
 */
export async function openFolder(options: FolderOptions): Promise<PictureSet> {
  const found = await findFiles(options.folder);
  const place = join(options.cache, "faces", await cacheName(options));
  await mkdir(place, { recursive: true });
  const pixels = join(place, "pixels.u8");
  const lock = await lockCache(place, options.reporter, options.signal);
  try {
    const read = await readInto(pixels, join(place, "index.jsonl"), options, found);
    return await pictureSet(options, found, read, pixels);
  } finally {
    lock.release();
  }
}

/** A cache of its own for each folder, and for everything that decides what pixels come out. */
async function cacheName({ folder, fit, pixelLimit }: FolderOptions): Promise<string> {
  const versions = [FRAME_VERSION, DECODING_VERSION, sharp.versions.vips];
  const key = [await realpath(folder), fit, pixelLimit, ...versions].join("\n");
  return `folder-${createHash("sha256").update(key).digest("hex").slice(0, 16)}`;
}

async function readInto(
  pixels: string,
  indexPath: string,
  options: ReadingOptions,
  { files }: Found,
): Promise<{ files: PictureColumns; made: number }> {
  const store = await PixelStore.open(pixels, "write");
  try {
    const index = await FolderIndex.open(indexPath, await store.rows());
    try {
      const reader = new FolderReader(options, index, store);
      return { files: await reader.read(files), made: reader.made };
    } finally {
      await index.close();
    }
  } finally {
    await store.close();
  }
}

async function pictureSet(
  options: FolderOptions,
  { files, skipped: notTried, hidden }: Found,
  read: { files: PictureColumns; made: number },
  pixels: string,
): Promise<PictureSet> {
  const { rows, reasons } = read.files;
  const pictures = Uint32Array.from(files.keys()).filter((at) => !reasons.has(at));
  const unusable = Array.from(reasons, ([at, reason]) => ({ name: files[at]?.name ?? "", reason }));
  const skipped = [...notTried, ...unusable].sort((a, b) => compareBytes(a.name, b.name));
  if (pictures.length === 0) throw new NoPictures(options.folder, skipped, hidden);
  const names = Array.from(pictures, (at) => files[at]?.name ?? "");
  const equal = groupEqual(pictures.length, (index) => read.files.picture(at(pictures, index)).toString("latin1"));
  const factors = await readFactors(options.folder, names, options.reporter);
  const ownRows = pictures.map((place) => at(rows, place));
  const store = await PixelStore.open(pixels, "read");
  const readAt = async (indices: Uint32Array, into: Uint8Array) =>
    await store.read(
      indices.map((index) => at(ownRows, index)),
      into,
    );
  const { alike, reporter, signal } = options;
  let groups: Uint32Array;
  try {
    groups = await joinNear(equal, {
      alike,
      reporter,
      signal,
      read: async (indices) => {
        const into = new Uint8Array(indices.length * ROW_BYTES);
        await readAt(indices, into);
        return into;
      },
    });
  } catch (error) {
    await store.close();
    throw error;
  }
  const named = (lists: readonly (readonly number[])[]) =>
    lists.map((members) => members.map((index) => nameAt(names, index)));
  return {
    count: pictures.length,
    size: FACE_SIZE,
    hash: hashOf(options, names, (index) => read.files.picture(at(pictures, index))),
    report: {
      source: options.folder,
      loaded: pictures.length,
      skipped,
      hidden,
      duplicates: named(groupsOfSeveral(equal)),
      near: named(groupsJoined(equal, groups)),
      made: read.made,
    },
    drawn: factors !== undefined,
    groups,
    factors,
    name: (index) => nameAt(names, index),
    read: readAt,
    close: () => store.close(),
  };
}

/** Of names and pictures, in order: the same pictures in another encoding are the same data. */
function hashOf({ fit }: FolderOptions, names: readonly string[], picture: (index: number) => Buffer): string {
  const hash = createHash("sha256").update(`frame ${FRAME_VERSION} ${fit}\n`);
  for (const [index, name] of names.entries()) hash.update(`${name}\n`).update(picture(index));
  return hash.digest("hex");
}

function nameAt(names: readonly string[], index: number): string {
  const name = names[index];
  if (name === undefined) throw new RangeError(`there is no picture ${index}`);
  return name;
}

/** A folder without a picture, and why each of its files is none. */
export class NoPictures extends InputError {
  readonly skipped: readonly Skipped[];
  readonly hidden: number;

  constructor(folder: string, skipped: readonly Skipped[], hidden: number) {
    const [first] = skipped;
    const files = skipped.length + hidden;
    const example = first === undefined ? "all are hidden" : `for instance ${first.name}: ${first.reason}`;
    super(
      files === 0 ? "the folder is empty" : `no picture among ${files} ${files === 1 ? "file" : "files"} (${example})`,
      {
        where: { file: folder },
        next:
          files === 0
            ? "Put pictures into it."
            : "JPEG, PNG, WebP, GIF, TIFF, AVIF and SVG files are read, in sub-folders too.",
      },
    );
    this.skipped = skipped;
    this.hidden = hidden;
  }
}
