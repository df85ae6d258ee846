/** `kiln data faces`: the loader without the training, and the drawn faces as files. */
import { join } from "node:path";
import { InputError } from "kilnjs";
import type { Skipped } from "kilnjs/data";
import type { DataReport, PrepareContext, RecipeData } from "kilnjs/train";
import { openFaces, splitFaces, summaryOf } from "./data.js";
import { NoPictures } from "./dataset/folder.js";
import type { PictureSet } from "./dataset/picture-set.js";
import type { Split } from "./dataset/split.js";
import { writeDrawnFaces } from "./dataset/write-drawn.js";
import { FACTORS } from "./draw/factors.js";
import type { FacesSettings } from "./settings.js";

/** Where a dry run keeps what it decoded, so that the training after it need not do it again. */
const CACHE = join(".kiln", "cache");

/** Pictures of a group that are named to a person; a machine is told all. */
const NAMED = 8;

type Context = Omit<PrepareContext<FacesSettings>, "cache">;

/** The data side of the recipe. */
export const facesDataCommands: RecipeData<FacesSettings> = {
  reads: "a folder of pictures",
  async describe(context): Promise<DataReport> {
    let opened: { all: PictureSet; pictures: PictureSet };
    try {
      opened = await openFaces({ ...context, cache: CACHE });
    } catch (error) {
      if (error instanceof NoPictures) return withoutPictures(context, error);
      throw error;
    }
    const { all, pictures } = opened;
    try {
      return describePictures(all, pictures, trySplit(pictures, context));
    } finally {
      await all.close();
    }
  },
  write: ({ out, seed, settings, reporter }) => writeDrawnFaces({ count: settings.count, seed, out, reporter }),
};

/** The split, or why there can be none. */
function trySplit(pictures: PictureSet, context: Context): Split | InputError {
  try {
    return splitFaces(pictures, context);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

function describePictures(all: PictureSet, pictures: PictureSet, split: Split | InputError): DataReport {
  const { loaded, skipped, duplicates, near, hidden, made } = all.report;
  const refused = split instanceof InputError;
  const notes = [found(loaded, skipped, hidden)];
  if (pictures.count < all.count) notes.push(`${pictures.count} of them are used (the setting pictures).`);
  if (!refused) notes.push(`${split.training.length} to train on, ${split.validation.length} to measure on.`);
  if (pictures.factors !== undefined) notes.push(`Factors are known: ${FACTORS.map(({ name }) => name).join(", ")}.`);
  return {
    summary: summaryOf(all, pictures, refused ? undefined : split),
    ...reasons(skipped),
    notes,
    warnings: [
      ...duplicates.map((group) => `Equal pictures: ${named(group)}`),
      ...near.map((group) => `Nearly equal pictures: ${named(group)}`),
    ],
    json: {
      loaded,
      hidden,
      made,
      skipped: skipped.map(({ name, reason }) => ({ name, reason })),
      duplicates: duplicates.map((group) => [...group]),
      near: near.map((group) => [...group]),
    },
    ...(refused ? { refusal: split } : {}),
  };
}

/** The report of a folder in which no file is a picture. */
function withoutPictures({ data = "" }: Context, refusal: NoPictures): DataReport {
  const { skipped, hidden } = refusal;
  const counts = { pictures: 0, training: 0, validation: 0, skipped: skipped.length, duplicates: 0 };
  return {
    summary: { source: data, simulated: false, sha256: "", counts },
    ...reasons(skipped),
    notes: [found(0, skipped, hidden)],
    warnings: [],
    json: {
      loaded: 0,
      hidden,
      made: 0,
      skipped: skipped.map(({ name, reason }) => ({ name, reason })),
      duplicates: [],
      near: [],
    },
    refusal,
  };
}

/** Every file that is not used, with the reason: all of them, since this is where a training sends people to. */
function reasons(skipped: readonly Skipped[]): Pick<DataReport, "columns" | "rows" | "whole"> {
  return { columns: ["file", "reason"], rows: skipped.map(({ name, reason }) => [name, reason]), whole: true };
}

function found(loaded: number, skipped: readonly Skipped[], hidden: number): string {
  return `${loaded} pictures loaded, ${skipped.length} skipped${hidden > 0 ? `, ${hidden} hidden left out` : ""}.`;
}

function named(group: readonly string[]): string {
  return `${group.slice(0, NAMED).join(", ")}${group.length > NAMED ? ` and ${group.length - NAMED} more` : ""}`;
}
