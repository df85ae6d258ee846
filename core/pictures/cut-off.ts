/** Whether a picture file ends before its format says it may. */
import type { PictureKind } from "./formats.js";
import { boxes } from "./heif.js";
import { endOfJpeg } from "./jpeg-end.js";
import { fits, latin1 } from "./signature.js";
import { isCutOffTiff } from "./tiff.js";

/** The last bytes of a drawing in which the end of its element is looked for: comments may follow. */
const TAIL = 4096;

/**
 * True when a file lacks what its format has at the end: the marker or the chunk, the trailer byte, as many bytes as a
 * header promises, or data that a directory names. Asked only of files that could not be decoded: some whole pictures
 * lack their end too.
 */
export function isCutOff(bytes: Uint8Array, kind: PictureKind | undefined): boolean {
  switch (kind) {
    case "JPEG":
      return endOfJpeg(bytes) === undefined;
    case "PNG":
      return !hasLastChunk(bytes);
    case "GIF":
      return !hasTrailer(bytes);
    case "WebP":
      return bytes.length < new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4, true) + 8;
    case "AVIF":
      return isCutOffInBoxes(bytes);
    case "TIFF":
      return isCutOffTiff(bytes);
    case "SVG":
      return (
        fits(bytes, "<", 0) &&
        !/<\/[\w:]*svg\s*>|\/>\s*$/.test(latin1(bytes, Math.max(0, bytes.length - TAIL), bytes.length))
      );
    default:
      return false;
  }
}

/** Walks the chunks of a PNG up to IEND. */
function hasLastChunk(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    if (fits(bytes, "IEND", at + 4)) return true;
  }
  return false;
}

/** Walks the blocks of a GIF (GIF89a, 1990) up to the trailer. */
function hasTrailer(bytes: Uint8Array): boolean {
  const table = (flags = 0) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + table(bytes[10]);
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === 0x2c)
      at += 11 + table(bytes[at + 9]); // an image, up to its data
    else if (block === 0x21)
      at += 2; // an extension, up to its data
    else return block === 0x3b;
    for (let size = bytes[at]; size !== 0; size = bytes[at]) {
      if (size === undefined) return false;
      at += size + 1;
    }
    at += 1;
  }
  return false;
}

/** The last box reaches behind the end, or there is nothing behind the description that pictures could be in. */
function isCutOffInBoxes(bytes: Uint8Array): boolean {
  const found = boxes(bytes);
  const last = found.at(-1);
  return last === undefined || last.to > bytes.length || !found.some(({ type }) => type === "mdat" || type === "idat");
}
