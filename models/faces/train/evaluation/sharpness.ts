/** How sharp pictures are: the variance of the Laplacian of their lightness (Pech-Pacheco et al. 2000). */
import { at } from "kilnjs";
import { FACE_SIZE } from "../../face-size.js";
import { FACE_BYTES } from "../../sheet.js";

/** Mean over pictures that come in parts of [n, 64, 64, 3], 0 to 1. Blurred pictures have less. */
export async function sharpnessOf(parts: AsyncIterable<Float32Array>): Promise<number> {
  let sum = 0;
  let count = 0;
  for await (const part of parts) {
    for (let from = 0; from < part.length; from += FACE_BYTES) {
      sum += laplacianVariance(part.subarray(from, from + FACE_BYTES));
      count += 1;
    }
  }
  return sum / count;
}

function laplacianVariance(picture: Float32Array): number {
  const light = new Float64Array(FACE_SIZE * FACE_SIZE);
  for (let i = 0; i < light.length; i++) {
    const [r, g, b] = [at(picture, 3 * i, "level"), at(picture, 3 * i + 1, "level"), at(picture, 3 * i + 2, "level")];
    light[i] = 0.299 * r + 0.587 * g + 0.114 * b;
  }
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < FACE_SIZE - 1; y++) {
    for (let x = 1; x < FACE_SIZE - 1; x++) {
      const i = y * FACE_SIZE + x;
      const around = [i - 1, i + 1, i - FACE_SIZE, i + FACE_SIZE].reduce((total, j) => total + (light[j] as number), 0);
      const value = around - 4 * (light[i] as number);
      sum += value;
      squares += value * value;
    }
  }
  const count = (FACE_SIZE - 2) ** 2;
  return squares / count - (sum / count) ** 2;
}
