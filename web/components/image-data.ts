/** Pixels as a canvas takes them. */
import type { Pixels } from "../../core/operation.js";

/** RGB pixels as `ImageData`, each of them full: `context.putImageData(imageDataOf(pixels), 0, 0)`. */
export function imageDataOf({ width, height, data }: Pixels): ImageData {
  return new ImageData(withAlpha(data), width, height);
}

/** RGB bytes with a fourth, full one each. */
export function withAlpha(rgb: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray((rgb.length / 3) * 4);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from] ?? 0;
    rgba[to + 1] = rgb[from + 1] ?? 0;
    rgba[to + 2] = rgb[from + 2] ?? 0;
    rgba[to + 3] = 255;
  }
  return rgba;
}
