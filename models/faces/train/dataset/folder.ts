/** A folder of pictures as a picture set. */
import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { at, FRAME_VERSION, InputError } from "kilnjs";
import {
  compareBytes,
  type Found,
  findFiles,
  PixelStore,
  type ReadingOptions,
  type ReadPictures,
  readPictureFiles,
  type Skipped,
} from "kilnjs/data";
import { DECODING_VERSION } from "kilnjs/pictures";
import sharp from "sharp";
import { FACE_SIZE } from "../../face-size.js";
import { readFactors } from "./factors-file.js";
import { groupEqual, groupsJoined, groupsOfSeveral } from "./groups.js";
import type { Likeness } from "./likeness.js";
import { joinNear } from "./near-groups.js";
import { OWN_FILES } from "./own-files.js";
import type { PictureSet } from "./picture-set.js";

/** What to open. */
export interface FolderOptions extends Omit<ReadingOptions, "size"> {
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
  const found = await findFiles(options.folder, OWN_FILES);
  const place = join(options.cache, "faces", await cacheName(options));
  const read = await readPictureFiles(place, { ...options, size: FACE_SIZE }, found.files);
  return await pictureSet(options, found, read);
}

/** A cache of its own for each folder, and for everything that decides what pixels come out. */
async function cacheName({ folder, fit, pixelLimit }: FolderOptions): Promise<string> {
  const versions = [FRAME_VERSION, DECODING_VERSION, sharp.versions.vips];
  const key = [await realpath(folder), fit, pixelLimit, ...versions].join("\n");
  return `folder-${createHash("sha256").update(key).digest("hex").slice(0, 16)}`;
}

async function pictureSet(
  options: FolderOptions,
  { files, skipped: notTried, hidden }: Found,
  { columns, made, pixels }: ReadPictures,
): Promise<PictureSet> {
  const { rows, reasons } = columns;
  const pictures = Uint32Array.from(files.keys()).filter((at) => !reasons.has(at));
  const unusable = Array.from(reasons, ([at, reason]) => ({ name: files[at]?.name ?? "", reason }));
  const skipped = [...notTried, ...unusable].sort((a, b) => compareBytes(a.name, b.name));
  if (pictures.length === 0) throw new NoPictures(options.folder, skipped, hidden);
  const names = Array.from(pictures, (at) => files[at]?.name ?? "");
  const equal = groupEqual(pictures.length, (index) => columns.picture(at(pictures, index)).toString("latin1"));
  const factors = await readFactors(options.folder, names, options.reporter);
  const ownRows = pictures.map((place) => at(rows, place));
  const store = await PixelStore.open(pixels, FACE_SIZE, "read");
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
        const into = new Uint8Array(indices.length * store.rowBytes);
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
    hash: hashOf(options, names, (index) => columns.picture(at(pictures, index))),
    report: {
      source: options.folder,
      loaded: pictures.length,
      skipped,
      hidden,
      duplicates: named(groupsOfSeveral(equal)),
      near: named(groupsJoined(equal, groups)),
      made,
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
