/**
 * Why a picture cannot be used, and what to do: the same words wherever pictures come in, on the command line, at the
 * server and on the page. One sentence, so that it also fits into a list of files.
 */
import { InputError } from "../errors.js";
import { isCutOff } from "./cut-off.js";
import type { PictureKind } from "./formats.js";
import { pictureKind } from "./kind.js";

/** A picture that cannot be used. A loader counts it and goes on. */
export class UnusablePicture extends InputError {}

/** What to do with whatever is no picture. */
const instead: Readonly<Partial<Record<PictureKind, string>>> = {
  "a video": "save a frame of it as JPEG or PNG",
  "a web page": "download the picture itself",
  "an archive": "unpack it first",
  text: "give a JPEG or PNG file",
};

/** Nothing is in the file. */
export const EMPTY = "the file is empty: copy or download it again";

/** The file ends too early. */
export const CUT_OFF = "cut off in the middle: copy or download it again";

/** The file is all there, and no decoder makes sense of it. */
export const DAMAGED = "damaged: copy or download it again";

/** An SVG that other files belong to. */
export const LINKED = "an SVG that shows other files, which are not fetched: export it as JPEG or PNG";

/** The words for a file of a kind that is not read. */
export function notRead(kind: PictureKind | undefined): string {
  if (kind === undefined) return "not a picture in a format that can be read: export it as JPEG or PNG";
  const other = instead[kind];
  if (other !== undefined) return `${kind}, not a picture: ${other}`;
  return `${kind}, which cannot be read here: export it as JPEG or PNG`;
}

/** The words for a picture with too many pixels. */
export function tooLarge(width: number, height: number, limit: number): string {
  const most = limit < 10_000 ? `${limit} pixels` : `${limit / 1e6} megapixels`;
  return `${width} x ${height} pixels, more than the limit of ${most}: make it smaller`;
}

/**
 * The words for bytes that a decoder has refused.
 *
 * @param read the kinds that it reads.
 */
export function refusedReason(bytes: Uint8Array, read: readonly PictureKind[]): string {
  const kind = pictureKind(bytes);
  if (kind === undefined || !read.includes(kind)) return notRead(kind);
  return isCutOff(bytes, kind) ? CUT_OFF : DAMAGED;
}
