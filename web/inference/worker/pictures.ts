/** Pictures by the browser's own decoders: upright, transparency over white, as the server has them by sharp. */
import { InputError } from "../../../core/errors.js";
import type { PictureCodec, Pixels } from "../../../core/operation.js";

/** Pixels of the largest picture: the server's own limit. */
const PIXEL_LIMIT = 24_000_000;

/** The codec of the page. */
export const browserPictures: PictureCodec = {
  async decode(bytes, field): Promise<Pixels> {
    let bitmap: ImageBitmap;
    try {
      bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
        imageOrientation: "from-image",
      });
    } catch (cause) {
      throw new InputError("not a picture that this browser can read", {
        where: { field },
        next: "Take a whole JPEG, PNG, WebP, GIF or AVIF file.",
        cause,
      });
    }
    const { width, height } = bitmap;
    try {
      if (width * height > PIXEL_LIMIT) {
        throw new InputError(`${width} x ${height} pixels is too large`, {
          where: { field },
          next: `Pictures may have up to ${PIXEL_LIMIT / 1e6} million pixels.`,
        });
      }
      const context = contextOf(width, height);
      context.fillStyle = "#ffffff";
      context.fillRect(0, 0, width, height);
      context.drawImage(bitmap, 0, 0);
      return { width, height, data: withoutAlpha(context.getImageData(0, 0, width, height).data) };
    } finally {
      bitmap.close();
    }
  },

  async encode({ width, height, data }, format) {
    const context = contextOf(width, height);
    context.putImageData(new ImageData(withAlpha(data), width, height), 0, 0);
    const blob = await context.canvas.convertToBlob({ type: `image/${format}`, quality: 1 });
    return new Uint8Array(await blob.arrayBuffer());
  },
};

/** RGB bytes with a fourth, full one each: what a canvas takes. */
export function withAlpha(rgb: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray((rgb.length / 3) * 4);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from] as number;
    rgba[to + 1] = rgb[from + 1] as number;
    rgba[to + 2] = rgb[from + 2] as number;
    rgba[to + 3] = 255;
  }
  return rgba;
}

function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from] as number;
    rgb[to + 1] = rgba[from + 1] as number;
    rgb[to + 2] = rgba[from + 2] as number;
  }
  return rgb;
}

function contextOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (context === null) throw new InputError("this browser gives no canvas to a worker");
  return context;
}
