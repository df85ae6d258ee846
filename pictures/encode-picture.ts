/** From pixels to the bytes of a file. */
import type { PictureFormat, Pixels } from "../core/operation.js";

/** PNG for exact pixels; WebP without loss too, since answers of the same seed are compared between machines. */
export async function encodePicture({ width, height, data }: Pixels, format: PictureFormat): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  return format === "png" ? image.png().toBuffer() : image.webp({ lossless: true, effort: 2 }).toBuffer();
}
