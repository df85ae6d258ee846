/**
 * Pictures by the browser's own decoders: upright, transparency over white, as the server has them by sharp. What a browser can read
 * beyond that (HEIC in some) is welcome.
 */
import { InputError } from "../../../core/errors.js";
import type { PictureCodec, Pixels } from "../../../core/operation.js";
import { everywhere } from "../../../core/pictures/formats.js";
import { twoEndings } from "../../../core/pictures/jpeg-end.js";
import { pictureKind } from "../../../core/pictures/kind.js";
import { CUT_OFF, EMPTY, refusedReason, tooLarge, UnusablePicture } from "../../../core/pictures/unusable.js";
import { imageDataOf } from "../../components/image-data.js";

/** Pixels of the largest picture: the server's own limit. */
const PIXEL_LIMIT = 24_000_000;

/** The codec of the page. */
export const browserPictures: PictureCodec = {
  async decode(bytes, field): Promise<Pixels> {
    const refused = (reason: string, cause?: unknown) => new UnusablePicture(reason, { where: { field }, cause });
    if (bytes.length === 0) throw refused(EMPTY);
    try {
      if (pictureKind(bytes) !== "JPEG") return await decode(bytes);
      // Browsers show half a JPEG without a word.
      const [one, other] = twoEndings(bytes);
      const pixels = await decode(one);
      const again = await decode(other);
      if (pixels.data.some((level, i) => level !== again.data[i])) throw refused(CUT_OFF);
      return pixels;
    } catch (cause) {
      if (cause instanceof InputError) throw refused(cause.reason, cause.cause);
      throw refused(refusedReason(bytes, everywhere), cause);
    }
  },

  async encode({ width, height, data }, format) {
    const context = contextOf(width, height);
    context.putImageData(imageDataOf({ width, height, data }), 0, 0);
    const blob = await context.canvas.convertToBlob({ type: `image/${format}`, quality: 1 });
    return new Uint8Array(await blob.arrayBuffer());
  },
};

/** @throws UnusablePicture when it is too large; whatever the browser throws when it cannot decode it. */
async function decode(bytes: Uint8Array): Promise<Pixels> {
  const file = new Blob([bytes as Uint8Array<ArrayBuffer>]);
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const { width, height } = bitmap;
  try {
    if (width * height > PIXEL_LIMIT) throw new UnusablePicture(tooLarge(width, height, PIXEL_LIMIT));
    const context = contextOf(width, height);
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0);
    return { width, height, data: withoutAlpha(context.getImageData(0, 0, width, height).data) };
  } finally {
    bitmap.close();
  }
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
