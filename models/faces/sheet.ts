/** Pictures of the model side by side as one picture. */

import type { Pixels } from "kilnjs";
import { at } from "kilnjs";
import { FACE_SIZE } from "./face-size.js";

/** Bytes of one picture. */
export const FACE_BYTES = FACE_SIZE * FACE_SIZE * 3;

/** Pixels between two pictures of a sheet. */
const GAP = 2;

/** How a list of pictures is laid out. */
export interface Layout {
  readonly columns: number;
  /** Each pixel becomes a square of this side. */
  readonly scale?: number;
}

/** The decoder's output, 0 to 1, as bytes: [rows, 64, 64, 3] to one array a picture. */
export function toPictures(image: ArrayLike<number>): Uint8Array[] {
  const count = image.length / FACE_BYTES;
  return Array.from({ length: count }, (_, row) => {
    const bytes = new Uint8Array(FACE_BYTES);
    for (let i = 0; i < FACE_BYTES; i++) {
      bytes[i] = Math.floor(Math.min(1, Math.max(0, at(image, row * FACE_BYTES + i))) * 255 + 0.5);
    }
    return bytes;
  });
}

/** Pictures row by row, white between them. */
export function sheetOf(pictures: readonly Uint8Array[], { columns, scale = 1 }: Layout): Pixels {
  const rows = Math.ceil(pictures.length / columns);
  const cell = FACE_SIZE * scale;
  const width = columns * (cell + GAP) - GAP;
  const height = rows * (cell + GAP) - GAP;
  const data = new Uint8Array(width * height * 3).fill(255);
  pictures.forEach((picture, index) => {
    const left = (index % columns) * (cell + GAP);
    const top = Math.floor(index / columns) * (cell + GAP);
    for (let y = 0; y < cell; y++) {
      for (let x = 0; x < cell; x++) {
        const from = (Math.floor(y / scale) * FACE_SIZE + Math.floor(x / scale)) * 3;
        data.set(picture.subarray(from, from + 3), ((top + y) * width + left + x) * 3);
      }
    }
  });
  return { width, height, data };
}

/** One picture as pixels of its own. */
export function single(picture: Uint8Array, scale = 1): Pixels {
  return sheetOf([picture], { columns: 1, scale });
}

/** Columns of a sheet that is about as wide as high. */
export function squareColumns(count: number): number {
  return Math.ceil(Math.sqrt(count));
}
