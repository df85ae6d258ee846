/** A sheet of faces as one picture: how the drawing is looked at. */
import sharp, { type OverlayOptions } from "sharp";
import type { FaceFactors } from "./factors.js";
import { renderStrip, STRIP } from "./render.js";

/**
 * Faces side by side, row by row, as a PNG file.
 *
 * @param size pixels a side of each face; the drawing is a vector, so that any size is sharp.
 */
export async function drawSheet(faces: readonly FaceFactors[], columns: number, size: number): Promise<Uint8Array> {
  const rows = Math.ceil(faces.length / columns);
  const strips: OverlayOptions[] = [];
  for (let first = 0; first < faces.length; first += STRIP) {
    const part = faces.slice(first, first + STRIP);
    const pixels = await renderStrip(part, size);
    part.forEach((_, i) => {
      const bytes = size * size * 3;
      strips.push({
        input: Buffer.from(pixels.subarray(i * bytes, (i + 1) * bytes)),
        raw: { width: size, height: size, channels: 3 },
        left: ((first + i) % columns) * size,
        top: Math.floor((first + i) / columns) * size,
      });
    });
  }
  const background = { r: 255, g: 255, b: 255 };
  return sharp({ create: { width: columns * size, height: rows * size, channels: 3, background } })
    .composite(strips)
    .png()
    .toBuffer();
}
