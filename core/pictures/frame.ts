/**
 * From a decoded picture to the square that a model sees: one rule for training, server, command line and browser.
 * Only + - * / in double precision, in a stated order: the same pixels give the same bytes in every engine.
 *
 * The rule: transparency over white; the largest square in the middle (`crop`), or the smallest square around, filled
 * with white (`pad`); then, along each axis, the mean over the area that a pixel covers when the picture is larger than
 * the frame, and linear interpolation between the two nearest pixels when it is smaller; rounded to the nearest level.
 */

import { InputError } from "../errors.js";
import type { Pixels, Square } from "../operation.js";
import { axisWeights, type Weights } from "./resample.js";

/** Raised whenever the same picture would give other bytes: part of the name of every cache. */
export const FRAME_VERSION = 1;

/** How a picture that is no square becomes one. */
export const fits = ["crop", "pad"] as const satisfies readonly Fit[];

/** How a picture that is no square becomes one: cut to the square in its middle, or padded with white. */
export type Fit = Square["fit"];

/** Decoded pixels with alpha (not premultiplied), as a canvas or sharp gives them: 4 bytes each, row-major. */
export interface RgbaPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/**
 * Lays transparency over white.
 *
 * @throws InputError when the array does not hold width * height pixels.
 */
export function overWhite({ width, height, data }: RgbaPixels): Pixels {
  checkLength(width, height, 4, data.length);
  const opaque = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    const alpha = data[from + 3] as number;
    const white = 255 * (255 - alpha);
    for (let channel = 0; channel < 3; channel++) {
      opaque[to + channel] = Math.floor(((data[from + channel] as number) * alpha + white) / 255 + 0.5);
    }
  }
  return { width, height, data: opaque };
}

/** The square of a picture: its upper left corner, negative where padding begins, and its side. */
export function squareOf(width: number, height: number, fit: Fit): { x: number; y: number; side: number } {
  const side = fit === "crop" ? Math.min(width, height) : Math.max(width, height);
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side };
}

/**
 * The picture as the model sees it.
 *
 * @param size side of the square, in pixels.
 * @returns RGB bytes, row-major [size, size, 3].
 * @throws InputError when the picture has no pixels, or not as many as it says.
 */
export function frame({ width, height, data }: Pixels, fit: Fit, size: number): Uint8Array {
  checkLength(width, height, 3, data.length);
  const { x, y, side } = squareOf(width, height, fit);
  const across = axisWeights(side, size, x, width);
  const down = axisWeights(side, size, y, height);
  const used = down.filter(({ weights }) => weights.length > 0);
  const firstRow = Math.min(...used.map(({ first }) => first));
  const lastRow = Math.max(...used.map(({ first, weights }) => first + weights.length));
  const narrow = narrowRows(data, width, firstRow, lastRow, across);
  const framed = new Uint8Array(size * size * 3);
  const line = size * 3;
  const sums = new Float64Array(line);
  down.forEach(({ first, weights, outside }, row) => {
    sums.fill(255 * outside);
    weights.forEach((weight, k) => {
      const from = (first + k - firstRow) * line;
      for (let i = 0; i < line; i++) sums[i] = (sums[i] as number) + weight * (narrow[from + i] as number);
    });
    for (let i = 0; i < line; i++) framed[row * line + i] = Math.floor(Math.min(255, sums[i] as number) + 0.5);
  });
  return framed;
}

/** The square that is wanted of a picture, or the whole of it. Framing a square again gives the same square. */
export function framed(pixels: Pixels, square: Square | undefined): Pixels {
  if (square === undefined) return pixels;
  return { width: square.size, height: square.size, data: frame(pixels, square.fit, square.size) };
}

/** Rows `firstRow` to `lastRow` (exclusive) at the frame's width: [rows, size, 3], not yet rounded. */
function narrowRows(
  data: Uint8Array,
  width: number,
  firstRow: number,
  lastRow: number,
  across: readonly Weights[],
): Float64Array {
  const narrow = new Float64Array((lastRow - firstRow) * across.length * 3);
  let to = 0;
  for (let row = firstRow; row < lastRow; row++) {
    for (const { first, weights, outside } of across) {
      let r = 255 * outside;
      let g = r;
      let b = r;
      let from = (row * width + first) * 3;
      for (let k = 0; k < weights.length; k++) {
        const weight = weights[k] as number;
        r += weight * (data[from] as number);
        g += weight * (data[from + 1] as number);
        b += weight * (data[from + 2] as number);
        from += 3;
      }
      narrow[to] = r;
      narrow[to + 1] = g;
      narrow[to + 2] = b;
      to += 3;
    }
  }
  return narrow;
}

function checkLength(width: number, height: number, channels: number, length: number): void {
  if (width >= 1 && height >= 1 && length === width * height * channels) return;
  throw new InputError(`${length} bytes are no picture of ${width} x ${height} pixels with ${channels} channels`);
}
