/** Small pictures edge to edge, as the embedding projector of TensorBoard wants them: a point's picture by its place. */

import type { Pixels } from "kilnjs";
import { at } from "kilnjs";
import { FACE_SIZE } from "../../face-size.js";

/** Side of a picture in a sprite: half of the model's, so that a thousand are about a megabyte. */
const SPRITE_SIDE = FACE_SIZE / 2;

/** Pictures row by row in a square, no pixel between them; each is halved by the mean of two by two pixels. */
export function spriteOf(pictures: readonly Uint8Array[]): Pixels {
  const columns = Math.ceil(Math.sqrt(pictures.length));
  const [width, height] = [columns * SPRITE_SIDE, Math.ceil(pictures.length / columns) * SPRITE_SIDE];
  const data = new Uint8Array(width * height * 3).fill(255);
  pictures.forEach((picture, index) => {
    const left = (index % columns) * SPRITE_SIDE;
    const top = Math.floor(index / columns) * SPRITE_SIDE;
    for (let y = 0; y < SPRITE_SIDE; y++) {
      for (let x = 0; x < 3 * SPRITE_SIDE; x++) {
        // Two pixels to the right is three channels, one row down a whole line.
        const from = (2 * y * FACE_SIZE + 2 * Math.floor(x / 3)) * 3 + (x % 3);
        const sum = [0, 3, 3 * FACE_SIZE, 3 * FACE_SIZE + 3].reduce((all, by) => all + at(picture, from + by), 0);
        data[((top + y) * width + left) * 3 + x] = Math.floor(sum / 4 + 0.5);
      }
    }
  });
  return { width, height, data };
}
