/** Pictures that differ much: the ends of the strips between two faces. */
import { at } from "kilnjs";
import { FACE_BYTES } from "../../sheet.js";
import type { FacesData } from "../data.js";
import { FACTOR_NAMES, FACTORS } from "../draw/factors.js";
import { PICTURE_STATISTICS } from "./picture-statistics.js";

/** Validation pictures that are looked at. */
const LOOKED_AT = 500;

/** The pictures with the darkest and the lightest hair among the validation pictures (the upper part, when unknown). */
export async function hairExtremes({ pictures, split }: FacesData): Promise<{ dark: number; light: number }> {
  const indices = split.validation.subarray(0, LOOKED_AT);
  const values = pictures.factors === undefined ? await measured(pictures, indices) : known(pictures.factors, indices);
  let [lowest, highest] = [0, 0];
  values.forEach((value, i) => {
    if (value < (values[lowest] as number)) lowest = i;
    if (value > (values[highest] as number)) highest = i;
  });
  return { dark: at(indices, lowest, "validation picture"), light: at(indices, highest, "validation picture") };
}

/** Pictures among which the two are looked for that differ most: every pair of them is compared. */
const COMPARED = 200;

/** The two validation pictures whose pixels differ most, by the sum of squares; null where there is only one. */
export async function mostDifferent({ pictures, split }: FacesData): Promise<readonly [number, number] | null> {
  const indices = split.validation.subarray(0, COMPARED);
  if (indices.length < 2) return null;
  const bytes = new Uint8Array(indices.length * FACE_BYTES);
  await pictures.read(indices, bytes);
  let [first, second, farthest] = [0, 1, -1];
  for (let a = 0; a < indices.length; a++) {
    for (let b = 0; b < a; b++) {
      const distance = distanceOf(bytes, a, b);
      if (distance > farthest) [first, second, farthest] = [b, a, distance];
    }
  }
  return [indices[first] as number, indices[second] as number];
}

function distanceOf(bytes: Uint8Array, a: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < FACE_BYTES; i++) {
    const difference = (bytes[a * FACE_BYTES + i] as number) - (bytes[b * FACE_BYTES + i] as number);
    sum += difference * difference;
  }
  return sum;
}

function known(factors: Uint8Array, indices: Uint32Array): number[] {
  const column = FACTOR_NAMES.indexOf("hair_colour");
  return Array.from(indices, (index) => at(factors, index * FACTORS.length + column, "factor"));
}

async function measured(pictures: FacesData["pictures"], indices: Uint32Array): Promise<number[]> {
  const hair = PICTURE_STATISTICS.find(({ name }) => name === "hair");
  const bytes = new Uint8Array(indices.length * FACE_BYTES);
  await pictures.read(indices, bytes);
  return Array.from(indices, (_, i) => hair?.measure(bytes.subarray(i * FACE_BYTES, (i + 1) * FACE_BYTES)) ?? 0);
}
