/**
 * What a file is, by its bytes and never by its name: pictures of the formats that Kiln reads, pictures of others, and
 * what is often taken for a picture. Runs in a browser.
 */
import type { PictureKind } from "./formats.js";
import { heifKind } from "./heif.js";
import { fits, latin1 } from "./signature.js";
import { isRawTiff } from "./tiff.js";

/** Bytes at a place: text as Latin-1, where `?` stands for any byte. */
type Signature = readonly [kind: PictureKind, text: string, at?: number];

/** In the order in which they are tried: the first that fits counts. */
const signatures: readonly Signature[] = [
  ["JPEG", "\xff\xd8\xff"],
  ["PNG", "\x89PNG\r\n\x1a\n"],
  ["GIF", "GIF87a"],
  ["GIF", "GIF89a"],
  ["WebP", "RIFF????WEBP"],
  ["a video", "RIFF????AVI "],
  ["JPEG XL", "\xff\x0a"],
  ["JPEG XL", "\0\0\0\x0cJXL \r\n\x87\n"],
  ["JPEG 2000", "\0\0\0\x0cjP  \r\n\x87\n"],
  ["JPEG 2000", "\xff\x4f\xff\x51"],
  ["JPEG XR", "II\xbc\x01"],
  ["Photoshop (PSD)", "8BPS\0"],
  ["PDF", "%PDF-"],
  ["PostScript", "%!PS"],
  ["PostScript", "\xc5\xd0\xd3\xc6"],
  ["camera RAW", "IIRO"],
  ["camera RAW", "IIRS"],
  ["camera RAW", "MMOR"],
  ["camera RAW", "IIU\0"],
  ["camera RAW", "II*\0????CR\x02"],
  ["camera RAW", "FUJIFILMCCD-RAW"],
  ["camera RAW", "FOVb"],
  ["camera RAW", "\0MRM"],
  ["camera RAW", "HEAPCCDR", 6],
  ["an icon (ICO)", "\0\0\x01\0"],
  ["an icon (ICO)", "\0\0\x02\0?\0"],
  ["OpenEXR", "v/1\x01"],
  ["Radiance HDR", "#?RADIANCE"],
  ["Radiance HDR", "#?RGBE"],
  ["GIMP (XCF)", "gimp xcf "],
  ["QOI", "qoif"],
  ["DDS", "DDS \x7c\0\0\0"],
  ["DjVu", "AT&TFORM"],
  ["a Windows metafile", "\xd7\xcd\xc6\x9a"],
  ["a Windows metafile", " EMF", 40],
  ["a video", "\x1a\x45\xdf\xa3"],
  ["a video", "\0\0\x01\xba"],
  ["an archive", "PK\x03\x04"],
  ["an archive", "PK\x05\x06"],
  ["an archive", "Rar!\x1a\x07"],
  ["an archive", "7z\xbc\xaf\x27\x1c"],
];

/** Characters of the beginning in which the first element of a text is looked for. */
const BEGINNING = 4096;

/**
 * What the bytes are; undefined when nobody can say.
 *
 * HEIC and AVIF share their container: see heif.ts. A TIFF with the data of a camera's sensor is RAW.
 */
export function pictureKind(bytes: Uint8Array): PictureKind | undefined {
  const found = signatures.find(([, text, at = 0]) => fits(bytes, text, at));
  if (found !== undefined) return found[0];
  if (fits(bytes, "ftyp", 4)) return heifKind(bytes);
  if (fits(bytes, "II*\0", 0) || fits(bytes, "MM\0*", 0) || fits(bytes, "II+\0", 0) || fits(bytes, "MM\0+", 0)) {
    return isRawTiff(bytes) ? "camera RAW" : "TIFF";
  }
  if (isBmp(bytes)) return "BMP";
  if (/^P[1-7][\s#]/.test(latin1(bytes, 0, 3))) return "Netpbm";
  if (fits(bytes, "TRUEVISION-XFILE.", bytes.length - 18)) return "TGA";
  // A compressed SVG (.svgz): nothing else that begins so is given for a picture.
  if (fits(bytes, "\x1f\x8b\x08", 0)) return "SVG";
  return textKind(bytes);
}

/** "BM", and a header of one of the lengths that were ever in use: two letters alone may begin any text. */
function isBmp(bytes: Uint8Array): boolean {
  if (!fits(bytes, "BM", 0)) return false;
  if (bytes.length < 18) return false;
  const header = (bytes[14] ?? 0) + 256 * (bytes[15] ?? 0);
  return [12, 16, 40, 52, 56, 64, 108, 124].includes(header) && bytes[16] === 0 && bytes[17] === 0;
}

function textKind(bytes: Uint8Array): PictureKind | undefined {
  const text = beginning(bytes);
  if (text === undefined) return undefined;
  // What may stand before the first element: a declaration, comments, a document type.
  const element =
    /^\s*(?:<\?[^>]*>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE\s+svg[^>[]*(?:\[[\s\S]*?\])?[^>]*>\s*)*<([!\w:-]+)/i.exec(
      text,
    )?.[1];
  if (element !== undefined && /^(\w+:)?svg$/.test(element)) return "SVG";
  if (element !== undefined && /^(!doctype|html|head|body)$/i.test(element)) return "a web page";
  return "text";
}

/** The beginning as text, when it is text: UTF-8 (or UTF-16 with its mark) without control characters. */
function beginning(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, BEGINNING);
  const utf16 = fits(bytes, "\xff\xfe", 0) ? "utf-16le" : fits(bytes, "\xfe\xff", 0) ? "utf-16be" : undefined;
  try {
    // `stream`: the last character may be cut in two.
    const text = new TextDecoder(utf16 ?? "utf-8", { fatal: true }).decode(head, { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is looked for
    return text === "" || /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? undefined : text;
  } catch (error) {
    if (error instanceof TypeError) return undefined; // not UTF-8
    throw error;
  }
}
