/**
 * Pictures in and out by sharp. Whatever comes in, pixels are upright 8-bit sRGB: EXIF orientation applied, transparency
 * over white, 16 bits scaled to 8, CMYK and grey converted, the first frame of an animation.
 */
import { InputError, KilnError } from "../core/errors.js";
import type { PictureCodec, PictureFormat, Pixels } from "../core/operation.js";
import { Turnstile } from "./turnstile.js";

/** Pixels of the largest picture: 6,000 x 4,000, 72 MB once decoded. */
export const DEFAULT_PIXEL_LIMIT = 24_000_000;
/** Pictures decoded at a time: each may take the limit. */
const DECODERS = 2;
/** Raster formats. SVG and PDF are programs that draw, and not for pictures from strangers. */
const formats = new Set(["jpeg", "png", "webp", "gif", "tiff", "heif"]);

/**
 * A codec. sharp is loaded when the first picture comes.
 *
 * @param pixelLimit the most pixels that a picture may have; looked up in its header, before any is decoded.
 */
export function createPictureCodec(pixelLimit = DEFAULT_PIXEL_LIMIT): PictureCodec {
  const turnstile = new Turnstile(DECODERS);
  return {
    decode: (bytes, field) => turnstile.pass(() => decode(bytes, field, pixelLimit)),
    encode: (pixels, format) => turnstile.pass(() => encode(pixels, format)),
  };
}

async function decode(bytes: Uint8Array, field: string, pixelLimit: number): Promise<Pixels> {
  if (bytes.length === 0) throw new InputError("the picture is empty", { where: { field } });
  const { default: sharp } = await import("sharp");
  try {
    // The header is read without a limit, so that the answer can name the size; nothing is decoded for it.
    const { format, width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (!formats.has(format)) throw unsupported(format, field);
    if (width * height > pixelLimit) throw tooManyPixels(width, height, pixelLimit, field);
    const { data, info } = await sharp(bytes, { limitInputPixels: pixelLimit, pages: 1, failOn: "warning" })
      .autoOrient()
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .removeAlpha()
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
  } catch (cause) {
    if (cause instanceof KilnError) throw cause;
    const detail = cause instanceof Error ? (cause.message.split("\n", 1)[0] ?? "") : String(cause);
    throw new InputError(`not a readable picture: ${detail}`, {
      where: { field },
      next: "Send a whole JPEG, PNG, WebP, GIF, TIFF or AVIF file.",
      cause,
    });
  }
}

/** PNG for exact pixels; WebP without loss too, since answers of the same seed are compared between machines. */
async function encode({ width, height, data }: Pixels, format: PictureFormat): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  return format === "png" ? image.png().toBuffer() : image.webp({ lossless: true, effort: 2 }).toBuffer();
}

function unsupported(format: string, field: string): InputError {
  return new InputError(`${format} is not supported`, {
    where: { field },
    next: "Send a JPEG, PNG, WebP, GIF, TIFF or AVIF picture.",
  });
}

function tooManyPixels(width: number, height: number, limit: number, field: string): InputError {
  return new InputError(`the picture has ${width} x ${height} pixels`, {
    where: { field },
    next: `Make it smaller: ${limit} pixels are the limit.`,
  });
}
