/** Pictures in and out by sharp, for whoever answers requests: the server, and the command line in its place. */
import type { PictureCodec, PictureFormat, Pixels } from "../core/operation.js";
import { served } from "../core/pictures/formats.js";
import { UnusablePicture } from "../core/pictures/unusable.js";
import { decodePicture, readHeader } from "./decode-picture.js";
import { Turnstile } from "./turnstile.js";

/** Pixels of the largest picture: 6,000 x 4,000, 72 MB once decoded. */
export const DEFAULT_PIXEL_LIMIT = 24_000_000;
/** Pictures decoded at a time: each may take the limit. */
const DECODERS = 2;

/**
 * A codec. sharp is loaded when the first picture comes.
 *
 * @param pixelLimit the most pixels that a picture may have.
 */
export function createPictureCodec(pixelLimit = DEFAULT_PIXEL_LIMIT): PictureCodec {
  const turnstile = new Turnstile(DECODERS);
  return {
    decode: (bytes, field) => turnstile.pass(() => decode(bytes, field, pixelLimit)),
    encode: (pixels, format) => turnstile.pass(() => encode(pixels, format)),
  };
}

async function decode(bytes: Uint8Array, field: string, pixels: number): Promise<Pixels> {
  const limits = { pixels, kinds: served };
  try {
    return await decodePicture(bytes, await readHeader(bytes, limits), limits);
  } catch (error) {
    if (!(error instanceof UnusablePicture)) throw error;
    throw new UnusablePicture(error.reason, { where: { field }, cause: error.cause });
  }
}

/** PNG for exact pixels; WebP without loss too, since answers of the same seed are compared between machines. */
async function encode({ width, height, data }: Pixels, format: PictureFormat): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  return format === "png" ? image.png().toBuffer() : image.webp({ lossless: true, effort: 2 }).toBuffer();
}
