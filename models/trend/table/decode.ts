/** From a file's bytes to its text, or a plain word on why it is no table. */
import { InputError } from "../../errors.js";

/** A text and how it was read. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
}

/** How much of a file is looked at to see that it is no text. */
const PROBE = 4096;

/** First bytes of files that people rename to .csv. */
const signatures: readonly { bytes: readonly number[]; kind: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], kind: "a ZIP archive or an Excel workbook" },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], kind: "an old Excel workbook" },
  { bytes: [0x1f, 0x8b], kind: "a gzip archive" },
  { bytes: [0x89, 0x50, 0x4e, 0x47], kind: "a PNG picture" },
  { bytes: [0xff, 0xd8, 0xff], kind: "a JPEG picture" },
  { bytes: [0x25, 0x50, 0x44, 0x46], kind: "a PDF document" },
];

/**
 * Decodes a table's bytes: UTF-8 (with or without a byte order mark), UTF-16 with its mark, else Windows-1252, which
 * Latin-1 is a part of. A file that is not valid UTF-8 is never patched up with replacement characters.
 *
 * @throws InputError when the file is empty, binary or a web page.
 */
export function decodeText(bytes: Uint8Array, file: string): DecodedText {
  if (bytes.byteLength === 0) throw new InputError("the file is empty", { where: { file } });
  const decoded = decode(bytes, file);
  if (decoded.text.trim() === "") throw new InputError("the file is empty: it holds only blanks", { where: { file } });
  refuseHtml(decoded.text, file);
  return decoded;
}

function decode(bytes: Uint8Array, file: string): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: textOf(bytes, "utf-16le"), encoding: "utf-16le" };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: textOf(bytes, "utf-16be"), encoding: "utf-16be" };
  refuseBinary(bytes, file);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8" };
  } catch (error) {
    // A fatal decoder throws TypeError on bytes that are no UTF-8: then it is an older Western encoding.
    if (!(error instanceof TypeError)) throw error;
    return { text: textOf(bytes, "windows-1252"), encoding: "windows-1252" };
  }
}

function textOf(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes);
}

function refuseBinary(bytes: Uint8Array, file: string): void {
  const next = "Give a table as CSV text.";
  const known = signatures.find((signature) => signature.bytes.every((byte, i) => bytes[i] === byte));
  if (known !== undefined) throw new InputError(`the file is ${known.kind}, not CSV`, { where: { file }, next });
  const control = bytes.subarray(0, PROBE).findIndex((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].includes(byte));
  if (control !== -1) {
    throw new InputError(`the file is binary, not CSV: byte ${control + 1} is a control character`, {
      where: { file },
      next,
    });
  }
}

function refuseHtml(text: string, file: string): void {
  if (!/^\s*(<!doctype\s+html|<html|<head|<\?xml|<body)/i.test(text)) return;
  throw new InputError("the file is a web page, not CSV", {
    where: { file },
    next: "Download the raw file: on GitHub that is the button Raw.",
  });
}
