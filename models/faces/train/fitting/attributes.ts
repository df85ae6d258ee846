/** The directions that `edit` offers: from the drawing's factors where they are known, else from the pixels. */
import { at } from "kilnjs";
import type { Attribute } from "../../fitted.js";
import { FACE_BYTES } from "../../sheet.js";
import type { FacesData } from "../data.js";
import { FACTOR_NAMES, FACTORS, type FactorName } from "../draw/factors.js";
import { PICTURE_STATISTICS } from "../evaluation/picture-statistics.js";
import type { Rows } from "../statistics/moments.js";
import { regressDirections } from "./directions.js";

/** Factors whose levels are an order, under the names that `edit` has for them. */
const ORDERED: readonly (readonly [FactorName, name: string, title: string])[] = [
  ["hair_colour", "hair", "Hair colour"],
  ["face_width", "outline", "Outline of the face"],
  ["mouth", "smile", "Mouth"],
  ["eye_size", "eyes", "Size of the eyes"],
  ["eye_colour", "eye_colour", "Colour of the eyes"],
  ["gaze", "gaze", "Direction of the gaze"],
  ["tilt", "tilt", "Tilt of the head"],
  ["skin", "skin", "Colour of the skin"],
  ["background", "background", "Background"],
];

/** Pictures whose pixels are in memory at once. */
const PART = 500;

/**
 * Learns the directions.
 *
 * @param indices the pictures that `latents` are the mean latent numbers of.
 */
export async function fitAttributes(data: FacesData, indices: Uint32Array, latents: Rows): Promise<Attribute[]> {
  const { factors } = data.pictures;
  if (factors !== undefined) return fromFactors(factors, indices, latents);
  const directions = regressDirections(await statisticsOf(data, indices), latents);
  return PICTURE_STATISTICS.map(({ name, title, low, high }, i) => ({
    name,
    title,
    low,
    high,
    source: "statistic",
    direction: stored(directions[i]),
  }));
}

function fromFactors(factors: Uint8Array, indices: Uint32Array, latents: Rows): Attribute[] {
  const width = FACTORS.length;
  const values = new Float64Array(indices.length * width);
  indices.forEach((index, row) => {
    for (let column = 0; column < width; column++) values[row * width + column] = at(factors, index * width + column);
  });
  const directions = regressDirections({ count: indices.length, width, data: values }, latents);
  return ORDERED.map(([factor, name, title]) => {
    const column = FACTOR_NAMES.indexOf(factor);
    const { from, to } = at(FACTORS, column);
    return { name, title, low: from, high: to, source: "factor", direction: stored(directions[column]) };
  });
}

async function statisticsOf({ pictures }: FacesData, indices: Uint32Array): Promise<Rows> {
  const width = PICTURE_STATISTICS.length;
  const data = new Float64Array(indices.length * width);
  for (let from = 0; from < indices.length; from += PART) {
    const part = indices.subarray(from, from + PART);
    const bytes = new Uint8Array(part.length * FACE_BYTES);
    await pictures.read(part, bytes);
    for (let i = 0; i < part.length; i++) {
      const picture = bytes.subarray(i * FACE_BYTES, (i + 1) * FACE_BYTES);
      PICTURE_STATISTICS.forEach(({ measure }, column) => {
        data[(from + i) * width + column] = measure(picture);
      });
    }
  }
  return { count: indices.length, width, data };
}

/** Float precision is enough. */
function stored(direction: Float64Array | undefined): number[] {
  return Array.from(direction ?? [], (value) => Number(value.toPrecision(7)));
}
