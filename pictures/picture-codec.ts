/** Pictures in and out by sharp, in this process: for the command line. The server has processes of their own for them. */
import type { PictureCodec, Pixels, Square } from "../core/operation.js";
import { served } from "../core/pictures/formats.js";
import { framed } from "../core/pictures/frame.js";
import { UnusablePicture } from "../core/pictures/unusable.js";
import { decodePicture, readHeader } from "./decode-picture.js";
import { encodePicture } from "./encode-picture.js";
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
    decode: (bytes, field, square) => turnstile.pass(() => decode(bytes, field, square, pixelLimit)),
    encode: (pixels, format) => turnstile.pass(() => encodePicture(pixels, format)),
  };
}

async function decode(bytes: Uint8Array, field: string, square: Square | undefined, pixels: number): Promise<Pixels> {
  const limits = { pixels, kinds: served };
  try {
    return framed(await decodePicture(bytes, await readHeader(bytes, limits), limits), square);
  } catch (error) {
    if (!(error instanceof UnusablePicture)) throw error;
    throw new UnusablePicture(error.reason, { where: { field }, cause: error.cause });
  }
}
