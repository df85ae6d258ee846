/** The first batch of `faces` as a labelled sheet: what became of the pictures before the network sees them. */

import type { BatchPicture, FirstBatchContext } from "kilnjs/train";
import { batchNotes, examplesIn, pictureUrl, rowOf, tensorIn } from "kilnjs/train";
import { sheetSvg } from "../labelled-sheet.js";
import type { FacesData } from "./data.js";
import type { FacesSettings } from "./settings.js";

/** Pictures in a row of the sheet, and on it. */
const COLUMNS = 8;
const SHOWN = 64;
/** Pixels of the PNG for one of a picture. */
const SCALE = 3;

/**
 * Draws `image` of the batch, levels 0 to 255, in the order of the batch.
 *
 * @throws FailedError when the batch has no `image`.
 */
export async function drawFirstBatch({
  batch,
  random,
  schedules,
  data,
}: FirstBatchContext<FacesSettings, FacesData>): Promise<BatchPicture> {
  const image = tensorIn(batch, "image");
  const examples = examplesIn(batch);
  const shown = Math.min(SHOWN, examples);
  // The levels are what they are: nothing is stretched, so that too dark is seen to be too dark.
  const range = { least: 0, most: 255, mean: 0, notFinite: 0 };
  const faces: string[] = [];
  for (let row = 0; row < shown; row++) faces.push(await pictureUrl(image, rowOf(image, row, examples) ?? [], range));
  const title = "The first batch";
  const subtitle = `The pictures that the first training step got${shown === examples ? "" : `, the first ${shown} of ${examples}`}, as the network sees them: 64 by 64 pixels.`;
  const notes = batchNotes({ batch, random, schedules });
  const description = `${shown} pictures from ${data.summary.source}, ${COLUMNS} a row.`;
  const rows = Array.from({ length: Math.ceil(shown / COLUMNS) }, (_, row) => {
    const from = row * COLUMNS;
    const to = Math.min(shown, from + COLUMNS);
    return { label: `${from + 1} to ${to}`, faces: faces.slice(from, to) };
  });
  return {
    svg: sheetSvg({ title, subtitle, notes, description, groups: [Math.min(COLUMNS, shown)], rows, scale: SCALE }),
    pngOnly: { title, description: [subtitle, description, ...notes].join(" ") },
  };
}
