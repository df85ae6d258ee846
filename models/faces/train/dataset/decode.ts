/**
 * From the bytes of a picture file to upright 8-bit RGB pixels, by sharp: EXIF orientation applied, grey, palette, 16-bit
 * and CMYK converted to sRGB, transparency over white, the first frame of an animation or the first page. A damaged file
 * is refused, never half shown.
 */

import type { Pixels } from "kilnjs";
import sharp from "sharp";
import { decoderReason, UnusablePicture } from "./reasons.js";

/** The most pixels a picture may have: 100 megapixels, 300 MB once decoded. Looked up in its header. */
export const PIXEL_LIMIT = 100_000_000;

/** A drawing that is smaller than this, in its own units, is drawn at this many pixels: it has no pixels to keep. */
const SMALLEST_DRAWING = 256;

/** What the header says. */
export interface Header {
  readonly format: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Reads the header only: nothing is decoded, whatever size it claims.
 *
 * @throws UnusablePicture when it is no picture, or has more pixels than the limit.
 */
export async function readHeader(bytes: Uint8Array, limit = PIXEL_LIMIT): Promise<Header> {
  if (bytes.length === 0) throw new UnusablePicture("the file is empty");
  let header: Header;
  try {
    header = await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw new UnusablePicture(decoderReason(error, bytes), { cause: error });
  }
  const { format, width, height } = header;
  if (width * height > limit) {
    throw new UnusablePicture(`${width} x ${height} pixels, more than the limit of ${limit / 1e6} megapixels`);
  }
  return { format, width, height };
}

/**
 * Decodes a picture whose header was read.
 *
 * @throws UnusablePicture when it is damaged or cut off.
 */
export async function decodePixels(bytes: Uint8Array, header: Header, limit = PIXEL_LIMIT): Promise<Pixels> {
  try {
    const { data, info } = await sharp(bytes, {
      limitInputPixels: limit,
      pages: 1,
      failOn: "warning",
      ...densityFor(header),
    })
      .autoOrient()
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .removeAlpha()
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new UnusablePicture(`${info.channels} channels after conversion to RGB`);
    return { width: info.width, height: info.height, data };
  } catch (error) {
    if (error instanceof UnusablePicture) throw error;
    throw new UnusablePicture(decoderReason(error, bytes), { cause: error });
  }
}

/** A vector drawing is rendered at 72 dots an inch unless told otherwise: small ones get more. */
function densityFor({ format, width, height }: Header): { density?: number } {
  if (format !== "svg") return {};
  const side = Math.max(1, Math.min(width, height));
  return side >= SMALLEST_DRAWING ? {} : { density: Math.ceil((72 * SMALLEST_DRAWING) / side) };
}
