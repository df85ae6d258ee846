/** Sheets of linear moves from one face: along the latent numbers that matter most, and along the fitted attributes. */

import { renderPng } from "kilnjs/pictures";
import sharp from "sharp";
import { FACE_SIZE } from "../../face-size.js";
import type { FacesFitted } from "../../fitted.js";
import { DENSITY, type SheetRow, sheetSvg, sigmas } from "../../labelled-sheet.js";
import { alongAttribute, alongDimension, evenly, valuesOver } from "../../moves.js";
import { facesNotice } from "../../notice.js";
import { type Context, latentMeans } from "./passes.js";
import { picturesOf, rowsOf } from "./sheets.js";
import { writeSamplePng } from "./write-sample.js";

/** Latent numbers that are shown: those that change a picture most. */
const DIMENSIONS = 8;
/** Standard deviations of the training pictures, and faces of a row. */
const RANGE = [-3, 3] as const;
const STEPS = 7;
/** Pixels of the sheet for one of a face. */
const SCALE = 2;

interface MoveRow {
  readonly label: string;
  readonly details: readonly string[];
  readonly latents: readonly Float32Array[];
}

/**
 * Writes `final-moves-dimensions.png` and `final-moves-attributes.png` into `samples/`, from the reconstruction of the first
 * validation picture: the same face in all runs on the same pictures, so that their sheets can be compared.
 */
export async function writeMoves(context: Context, { dimensions, attributes }: FacesFitted): Promise<void> {
  const { data } = await latentMeans(context, context.data.split.validation.subarray(0, 1));
  const base = Float32Array.from(data);
  await writeSheet(context, "final-moves-dimensions", {
    title: "Moves along the latent numbers that matter most",
    subtitle:
      "One number a row, the others unchanged; in standard deviations of the training pictures around their mean",
    note: "Effect: mean change of a picture's levels (0 to 255) for one standard deviation.",
    rows: dimensions.slice(0, DIMENSIONS).map(({ index, effect, mean, deviation }) => ({
      label: `Number ${index}`,
      details: [`effect ${effect.toFixed(1)}`],
      latents: alongDimension(base, index, valuesOver({ mean, deviation }, RANGE, STEPS)),
    })),
  });
  if (attributes.length === 0) return;
  await writeSheet(context, "final-moves-attributes", {
    title: "Moves along attributes",
    subtitle: "One fitted direction a row; in standard deviations of the training pictures, 0 is the face itself",
    note: "Directions: regression of the latent numbers on all known properties at once.",
    rows: attributes.map((attribute) => ({
      label: attribute.title,
      details: [attribute.low, `→ ${attribute.high}`],
      latents: alongAttribute(base, attribute, evenly(RANGE, STEPS)),
    })),
  });
}

async function writeSheet(
  context: Context,
  name: string,
  { title, subtitle, note, rows }: { title: string; subtitle: string; note: string; rows: readonly MoveRow[] },
): Promise<void> {
  const pictures = await picturesOf(context, rowsOf(rows.flatMap(({ latents }) => latents)));
  const faces = await Promise.all(pictures.map(dataUrl));
  const { simulated } = context.data.summary;
  const words = rows.map(({ label, details }) => `${label}: ${details.join(" ")}.`).join(" ");
  const description = `${subtitle}. ${STEPS} faces a row, from ${sigmas(RANGE[0])} to ${sigmas(RANGE[1])}. Rows from above: ${words}`;
  const svg = sheetSvg({
    title,
    subtitle,
    description,
    notes: [note, facesNotice(simulated)],
    ...(simulated ? { stamp: "Simulated" } : {}),
    groups: [STEPS],
    headings: evenly(RANGE, STEPS).map(sigmas),
    rows: rows.map(
      ({ label, details }, row): SheetRow => ({ label, details, faces: faces.slice(row * STEPS, (row + 1) * STEPS) }),
    ),
    scale: SCALE,
  });
  await writeSamplePng(context, name, await renderPng(svg, { scale: DENSITY }), { title, description });
}

async function dataUrl(picture: Uint8Array): Promise<string> {
  const png = await sharp(picture, { raw: { width: FACE_SIZE, height: FACE_SIZE, channels: 3 } })
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString("base64")}`;
}
