/**
 * From the bytes of a picture file to upright 8-bit RGB pixels, by sharp: EXIF orientation applied, grey, palette, 16-bit
 * and CMYK converted to sRGB, transparency over white, the first frame of an animation or the first page. A picture that
 * viewers show is read, whatever a strict decoder would warn of; one that is cut off is refused, never half shown.
 *
 * libvips keeps its messages in a log that all of its threads write to, so that the text of an error may be another
 * picture's: no text of its is passed on, and the bytes say what is wrong.
 */
import type { Pixels } from "../core/operation.js";
import type { PictureKind } from "../core/pictures/formats.js";
import { twoEndings } from "../core/pictures/jpeg-end.js";
import { pictureKind } from "../core/pictures/kind.js";
import {
  CUT_OFF,
  EMPTY,
  LINKED,
  notRead,
  refusedReason,
  tooLarge,
  UnusablePicture,
} from "../core/pictures/unusable.js";
import { isLinkedDrawing } from "./linked-drawing.js";

/** Grows with every change of which files are read: what was refused before is then looked at again. */
export const DECODING_VERSION = 2;

/** A drawing that is smaller than this, in its own units, is drawn at this many pixels: it has no pixels to keep. */
const SMALLEST_DRAWING = 256;

/** What may be read. */
export interface ReadingLimits {
  /** The most pixels a picture may have; looked up in its header, before any is decoded. */
  readonly pixels: number;
  readonly kinds: readonly PictureKind[];
}

/** What the header says. */
export interface PictureHeader {
  /** sharp's name of the format. */
  readonly format: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Reads the header only: nothing is decoded, whatever size it claims.
 *
 * @throws UnusablePicture when it is no picture of a format that is read, or has more pixels than the limit.
 */
export async function readHeader(bytes: Uint8Array, limits: ReadingLimits): Promise<PictureHeader> {
  if (bytes.length === 0) throw new UnusablePicture(EMPTY);
  const kind = pictureKind(bytes);
  if (kind === undefined || !limits.kinds.includes(kind)) throw new UnusablePicture(notRead(kind));
  if (kind === "SVG" && isLinkedDrawing(bytes)) throw new UnusablePicture(LINKED);
  const { default: sharp } = await import("sharp");
  let header: PictureHeader;
  try {
    header = await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (cause) {
    throw new UnusablePicture(refusedReason(bytes, limits.kinds), { cause });
  }
  const { format, width, height } = header;
  if (width * height > limits.pixels) throw new UnusablePicture(tooLarge(width, height, limits.pixels));
  return { format, width, height };
}

/**
 * Decodes a picture whose header was read.
 *
 * @throws UnusablePicture when it is damaged or cut off.
 */
export async function decodePicture(bytes: Uint8Array, header: PictureHeader, limits: ReadingLimits): Promise<Pixels> {
  if (header.format !== "jpeg") return await decode(bytes, header, limits, "error");
  // What passes the strict decoder is whole. What does not may still be what a phone writes and every viewer shows.
  try {
    return await decode(bytes, header, limits, "warning");
  } catch (error) {
    if (!(error instanceof UnusablePicture)) throw error;
  }
  const [one, other] = twoEndings(bytes);
  const pixels = await decode(one, header, limits, "error");
  const again = await decode(other, header, limits, "error");
  if (Buffer.compare(pixels.data, again.data) !== 0) throw new UnusablePicture(CUT_OFF);
  return pixels;
}

async function decode(
  bytes: Uint8Array,
  header: PictureHeader,
  { pixels: limitInputPixels, kinds }: ReadingLimits,
  failOn: "error" | "warning",
): Promise<Pixels> {
  const { default: sharp } = await import("sharp");
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels, pages: 1, failOn, ...densityFor(header) })
      .autoOrient()
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .removeAlpha()
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new UnusablePicture(`${info.channels} channels after conversion to RGB`);
    return { width: info.width, height: info.height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
  } catch (cause) {
    if (cause instanceof UnusablePicture) throw cause;
    throw new UnusablePicture(refusedReason(bytes, kinds), { cause });
  }
}

/** A vector drawing is rendered at 72 dots an inch unless told otherwise: small ones get more. */
function densityFor({ format, width, height }: PictureHeader): { density?: number } {
  if (format !== "svg") return {};
  const side = Math.max(1, Math.min(width, height));
  return side >= SMALLEST_DRAWING ? {} : { density: Math.ceil((72 * SMALLEST_DRAWING) / side) };
}
