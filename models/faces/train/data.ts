/** The pictures of a `faces` training: opened, split, and read batch by batch. */

import type { DataSummary, Reporter } from "kilnjs";
import { at, InputError, makeTensor, Random, type Tensors } from "kilnjs";
import type { PrepareContext, TrainingData } from "kilnjs/train";
import { FACE_SIZE } from "../face-size.js";
import { FACE_BYTES } from "../sheet.js";
import { openPictures } from "./dataset/open.js";
import type { PictureSet } from "./dataset/picture-set.js";
import { type Split, splitPictures } from "./dataset/split.js";
import { subset } from "./dataset/subset.js";
import type { FacesSettings } from "./settings.js";

/** What the recipe's own functions know of its data. */
export interface FacesData extends TrainingData {
  readonly pictures: PictureSet;
  readonly split: Split;
  /** Folder for things that can be made again. */
  readonly cache: string;
}

/** Reasons that are told one by one; more are only counted. */
const TOLD = 5;

/**
 * Opens the pictures (drawn faces, or the user's folder) and splits them.
 *
 * @throws InputError when the folder cannot be used, there is nothing to validate on, or too little for one batch.
 */
export async function prepareFaces(context: PrepareContext<FacesSettings>): Promise<FacesData> {
  const { settings, cache, reporter } = context;
  const { all, pictures } = await openFaces(context);
  try {
    tell(all, pictures.count, reporter);
    const split = splitFaces(pictures, context);
    return {
      pictures,
      split,
      cache,
      examples: split.training.length,
      passes: passesOf(split, settings),
      summary: summaryOf(all, pictures, split),
      batch: async (indices) =>
        await readImages(
          pictures,
          indices.map((i) => at(split.training, i, "training picture")),
        ),
      close: () => all.close(),
    };
  } catch (error) {
    await all.close();
    throw error;
  }
}

/** All pictures that were found, and those of them that the settings ask for; closing `all` closes both. */
export async function openFaces(
  context: PrepareContext<FacesSettings>,
): Promise<{ readonly all: PictureSet; readonly pictures: PictureSet }> {
  const { settings, seed, data: folder, cache, reporter, signal } = context;
  const { fit, alike } = settings;
  // A folder is read whole: see `idleFaces`.
  const count = folder === undefined ? settings.count : 0;
  const all = await openPictures({ folder, count, seed, fit, alike, cache, signal }, reporter);
  return { all, pictures: limited(all, settings.pictures, seed) };
}

/**
 * Training and validation pictures.
 *
 * @throws InputError when there is nothing to validate on, or too little for one batch.
 */
export function splitFaces(
  pictures: PictureSet,
  { settings, seed }: Pick<PrepareContext<FacesSettings>, "settings" | "seed">,
): Split {
  const split = splitPictures(pictures, { validation: settings.validationShare, seed });
  checkBatch(split, settings);
  return split;
}

/** What is known of the data; without a split, nothing is in its parts. */
export function summaryOf(all: PictureSet, pictures: PictureSet, split?: Split): DataSummary {
  return {
    source: all.report.source,
    simulated: all.drawn,
    sha256: pictures.hash,
    counts: {
      pictures: pictures.count,
      training: split?.training.length ?? 0,
      validation: split?.validation.length ?? 0,
      skipped: all.report.skipped.length,
      duplicates: all.report.duplicates.reduce((sum, group) => sum + group.length - 1, 0),
    },
  };
}

/** Pictures as the graph takes them: `image` [indices.length, 64, 64, 3], levels 0 to 255. */
export async function readImages(pictures: PictureSet, indices: Uint32Array): Promise<Tensors> {
  const bytes = new Uint8Array(indices.length * FACE_BYTES);
  await pictures.read(indices, bytes);
  // The constructor, not `from`: it is eight times as fast, and this runs between two steps.
  return { image: makeTensor("float32", [indices.length, FACE_SIZE, FACE_SIZE, 3], new Float32Array(bytes)) };
}

/** How often an epoch goes through the training pictures: a small set would otherwise end after a few steps. */
function passesOf({ training }: Split, { smallestEpoch }: FacesSettings): number {
  return Math.max(1, Math.ceil(smallestEpoch / training.length));
}

/** Going through a set several times must not hide that it does not fill a single batch. */
function checkBatch({ training, validation }: Split, { batchSize }: FacesSettings): void {
  if (training.length >= batchSize) return;
  const count = training.length + validation.length;
  throw new InputError(`${count} pictures leave ${training.length} to train on, fewer than one batch of ${batchSize}`, {
    next: "Give more pictures, or lower the batch size: --set batchSize=N.",
  });
}

function limited(pictures: PictureSet, most: number, seed: number): PictureSet {
  if (most === 0 || most >= pictures.count) return pictures;
  const chosen = Random.seeded(seed, "faces/subset").permutation(pictures.count).slice(0, most).sort();
  return subset(pictures, chosen);
}

function tell({ report, count }: PictureSet, used: number, reporter: Reporter): void {
  const { source, loaded, skipped, duplicates, near } = report;
  const copies = duplicates.reduce((sum, group) => sum + group.length - 1, 0);
  const parts = [`Loaded ${loaded}, skipped ${skipped.length} (${source})`];
  if (copies > 0) parts.push(`${copies} equal to another`);
  if (near.length > 0) parts.push(`${near.length} ${near.length === 1 ? "group" : "groups"} of nearly equal ones`);
  if (used < count) parts.push(`${used} used`);
  reporter.note(`${parts.join(", ")}.`);
  for (const { name, reason } of skipped.slice(0, TOLD)) reporter.warn(`Skipped ${name}: ${reason}.`);
  if (skipped.length > TOLD)
    reporter.warn(`… and ${skipped.length - TOLD} more: kiln data faces --data ${source} lists them all.`);
  reporter.record("pictures", {
    source,
    loaded,
    skipped: skipped.map(({ name, reason }) => ({ name, reason })),
    duplicates: duplicates.map((group) => [...group]),
    near: near.map((group) => [...group]),
  });
}
