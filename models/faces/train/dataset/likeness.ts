/**
 * When two pictures are nearly equal: the same one saved again as JPEG or WebP, or at another size. All of it works on
 * pictures as the model sees them, 64 by 64, RGB.
 *
 * What saving again does to a picture is known: noise everywhere, a little more or less sharpness, a shift by a part of a
 * pixel. The last two are taken out by least squares before pictures are compared (the usual linearisation, as in Lucas
 * and Kanade, 1981), and what is left must be small in every place and nowhere out of proportion: a picture of something
 * else differs much in one place (an eye) or in colour. Measured on drawn faces and emoji, saved as JPEG of quality 40 to
 * 95 and as WebP and at 40 to 256 pixels: luminance of 4 x 4 pixels differs by at most 10 levels in 95 of 100, colour of
 * 8 x 8 by 20, and 4 x 4 pixels by 4 levels + 7 times the mean. Faces that differ by one step of one factor: luminance by
 * 13 and more, or colour by 25 and more, or 17 times the mean.
 */
import { FACE_SIZE } from "../../face-size.js";
import { FACE_BYTES } from "../../sheet.js";

/** Which pictures count as alike: only equal ones, nearly equal ones too, or also those in a mirror. */
export const likenesses = ["equal", "near", "mirrored"] as const;

export type Likeness = (typeof likenesses)[number];

/** Levels by which the luminance of a square of 4 x 4 pixels may differ. */
const LUMINANCE = 11;
/** Levels by which a colour of a square of 8 x 8 pixels may differ. */
const COLOUR = 20;
/** A colour of a square of 4 x 4 pixels may differ by `PLAIN` levels and `SHARE` times the mean difference. */
const PLAIN = 4;
const SHARE = 7;
/** The most pixels of shift, and the most sharpness, that are taken out. */
const MOST_CORRECTED = 0.75;

/** Rec. 601 luminance, in whole thousandths. */
const WEIGHTS = [299, 587, 114] as const;

/** True when `b` is `a` saved again. [64, 64, 3] each. */
export function isNearlyEqual(a: Uint8Array, b: Uint8Array): boolean {
  const rest = remainder(a, b);
  let sum = 0;
  for (let i = 0; i < FACE_BYTES; i++) sum += Math.abs(rest[i] ?? 0);
  const most = PLAIN + (SHARE * sum) / FACE_BYTES;
  const small = squares(rest, 4);
  for (let i = 0; i < small.length; i += 3) {
    const [r, g, b] = [small[i] ?? 0, small[i + 1] ?? 0, small[i + 2] ?? 0];
    if (Math.max(Math.abs(r), Math.abs(g), Math.abs(b)) > most) return false;
    if (Math.abs(luminance(r, g, b)) > LUMINANCE) return false;
  }
  return squares(rest, 8).every((value) => Math.abs(value) <= COLOUR);
}

/** A picture in a mirror: left and right exchanged. */
export function mirrored(picture: Uint8Array): Uint8Array {
  const result = new Uint8Array(picture.length);
  for (let y = 0; y < FACE_SIZE; y++) {
    for (let x = 0; x < FACE_SIZE; x++) {
      const from = (y * FACE_SIZE + x) * 3;
      result.set(picture.subarray(from, from + 3), (y * FACE_SIZE + FACE_SIZE - 1 - x) * 3);
    }
  }
  return result;
}

/** Levels of luminance. */
export function luminance(r: number, g: number, b: number): number {
  return (WEIGHTS[0] * r + WEIGHTS[1] * g + WEIGHTS[2] * b) / 1000;
}

/** Means over squares of `side` pixels, [64 / side, 64 / side, 3]. Plain loops here and below: this runs for each picture. */
export function squares(picture: Uint8Array | Float64Array, side: number): Float64Array {
  const count = FACE_SIZE / side;
  const means = new Float64Array(count * count * 3);
  for (let square = 0; square < count * count; square++) {
    const top = Math.floor(square / count) * side;
    const left = (square % count) * side;
    let [r, g, b] = [0, 0, 0];
    for (let y = top; y < top + side; y++) {
      const from = (y * FACE_SIZE + left) * 3;
      for (let i = from; i < from + side * 3; i += 3) {
        r += picture[i] ?? 0;
        g += picture[i + 1] ?? 0;
        b += picture[i + 2] ?? 0;
      }
    }
    means[3 * square] = r / side ** 2;
    means[3 * square + 1] = g / side ** 2;
    means[3 * square + 2] = b / side ** 2;
  }
  return means;
}

/** `b - a` without what another sharpness and a small shift of `a` explain. */
function remainder(a: Uint8Array, b: Uint8Array): Float64Array {
  const rest = new Float64Array(FACE_BYTES);
  for (let i = 0; i < FACE_BYTES; i++) rest[i] = (b[i] ?? 0) - (a[i] ?? 0);
  const bases = changes(a);
  // Normal equations, [3, 4]; the 1 keeps a flat picture, which has no edges to shift, from a division by zero.
  const rows = bases.map((base, i) => [
    ...bases.map((other, j) => product(base, other) + (i === j ? 1 : 0)),
    product(base, rest),
  ]);
  const shares = solved(rows).map((share) => Math.min(MOST_CORRECTED, Math.max(-MOST_CORRECTED, share)));
  for (const [k, base] of bases.entries()) {
    const share = shares[k] ?? 0;
    for (let i = 0; i < FACE_BYTES; i++) rest[i] = (rest[i] ?? 0) - share * (base[i] ?? 0);
  }
  return rest;
}

/** What a picture changes by when it is blurred a little, and when it moves by a pixel to the left or up. */
function changes(a: Uint8Array): Float64Array[] {
  const blur = new Float64Array(FACE_BYTES);
  const left = new Float64Array(FACE_BYTES);
  const up = new Float64Array(FACE_BYTES);
  const row = FACE_SIZE * 3;
  for (let i = 0; i < FACE_BYTES; i++) {
    const column = i % row;
    const west = a[column < 3 ? i : i - 3] ?? 0;
    const east = a[column >= row - 3 ? i : i + 3] ?? 0;
    const north = a[i < row ? i : i - row] ?? 0;
    const south = a[i >= FACE_BYTES - row ? i : i + row] ?? 0;
    blur[i] = (west + east + north + south) / 4 - (a[i] ?? 0);
    left[i] = (east - west) / 2;
    up[i] = (south - north) / 2;
  }
  return [blur, left, up];
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Solves equations, each a row of coefficients and then the right side, by elimination; they are positive definite. */
function solved(rows: number[][]): number[] {
  for (const [p, pivot] of rows.entries()) {
    for (const [q, row] of rows.entries()) {
      if (q === p) continue;
      const share = (row[p] ?? 0) / (pivot[p] ?? 1);
      for (const [k, value] of pivot.entries()) row[k] = (row[k] ?? 0) - share * value;
    }
  }
  return rows.map((row, p) => (row.at(-1) ?? 0) / (row[p] ?? 1));
}
