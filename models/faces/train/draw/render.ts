/**
 * From SVG to pixels, by sharp (librsvg). Faces are drawn straight at the size of training: librsvg weighs each pixel by
 * the area that a shape covers, so that a larger drawing made smaller gains nothing and costs twice the time.
 *
 * Eight faces share one document, which saves a fifth of the time. A face always stands in row (index mod 8): librsvg
 * rounds a gradient by where it lies, and one level in a thousand bytes would depend on the neighbours otherwise. The same
 * sharp version gives the same bytes everywhere; another librsvg may differ at edges, so the hash of a drawn data set is
 * that of its factors and of `DRAWING_VERSION`, not of its pixels.
 */

import { FailedError } from "kilnjs";
import sharp from "sharp";
import { drawFace } from "./face.js";
import type { FaceFactors } from "./factors.js";
import { CANVAS } from "./proportions.js";

/** Faces in one document. Render faces 8k to 8k + 7 together. */
export const STRIP = 8;

/**
 * Draws up to eight faces.
 *
 * @returns RGB bytes, row-major [faces, size, size, 3].
 */
export async function renderStrip(faces: readonly FaceFactors[], size: number): Promise<Uint8Array> {
  if (faces.length === 0 || faces.length > STRIP) throw new RangeError(`a strip has 1 to ${STRIP} faces`);
  const height = size * faces.length;
  const { data, info } = await sharp(Buffer.from(strip(faces, size)))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.width !== size || info.height !== height || info.channels !== 3) {
    throw new FailedError(`sharp drew ${info.width}x${info.height}x${info.channels} instead of ${size}x${height}x3`);
  }
  return data;
}

function strip(faces: readonly FaceFactors[], size: number): string {
  const rows = faces.map((face, row) =>
    drawFace(face)
      .replaceAll('id="', `id="f${row}`)
      .replaceAll("url(#", `url(#f${row}`)
      .replace("<svg ", `<svg y="${row * CANVAS}" `),
  );
  const height = CANVAS * faces.length;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size * faces.length}" viewBox="0 0 ${CANVAS} ${height}">${rows.join("")}</svg>`;
}
