/** `kiln data faces`: the loader without the training, and the drawn faces as files. */
import { join } from "node:path";
import type { DataReport, RecipeData } from "kilnjs/train";
import { prepareFaces } from "./data.js";
import { writeDrawnFaces } from "./dataset/write-drawn.js";
import { FACTORS } from "./draw/factors.js";
import type { FacesSettings } from "./settings.js";

/** Where a dry run keeps what it decoded, so that the training after it need not do it again. */
const CACHE = join(".kiln", "cache");

/** The data side of the recipe. */
export const facesDataCommands: RecipeData<FacesSettings> = {
  reads: "a folder of pictures",
  async describe(context): Promise<DataReport> {
    const data = await prepareFaces({ ...context, cache: CACHE });
    try {
      const { summary, pictures } = data;
      const { loaded, skipped, duplicates, hidden, made } = pictures.report;
      return {
        summary,
        columns: ["file", "reason"],
        rows: skipped.map(({ name, reason }) => [name, reason]),
        notes: [
          `${loaded} pictures loaded, ${skipped.length} skipped${hidden > 0 ? `, ${hidden} hidden left out` : ""}.`,
          `${data.split.training.length} to train on, ${data.split.validation.length} to measure on.`,
          ...(pictures.factors === undefined
            ? []
            : [`Factors are known: ${FACTORS.map(({ name }) => name).join(", ")}.`]),
        ],
        warnings: duplicates.map(
          (group) => `Equal pictures: ${group.slice(0, 8).join(", ")}${group.length > 8 ? ", …" : ""}`,
        ),
        json: {
          loaded,
          hidden,
          made,
          skipped: skipped.map(({ name, reason }) => ({ name, reason })),
          duplicates: duplicates.map((group) => [...group]),
        },
      };
    } finally {
      await data.close?.();
    }
  },
  write: ({ out, seed, settings, reporter }) => writeDrawnFaces({ count: settings.count, seed, out, reporter }),
};
