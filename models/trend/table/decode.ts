/** From a file's bytes to its text, or a plain word on why it is no table. */
import { InputError } from "kilnjs";
import { refuseBinary, strayControl } from "./binary.js";

/** Encodings that are recognised. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** A text and how it was read. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncoding;
}

/** How much of a file is looked at to see UTF-16 without its mark. */
const PROBE = 4096;

const next = "Save the table again as CSV in UTF-8.";

/**
 * Decodes a table's bytes: UTF-8 and UTF-16, each with or without a byte order mark, else Windows-1252, which Latin-1 is a
 * part of. Nothing is ever patched up with replacement characters.
 *
 * @throws InputError when the file is empty, binary, a web page, or damaged: then with the byte and line.
 */
export function decodeText(bytes: Uint8Array, file: string): DecodedText {
  if (bytes.byteLength === 0) throw new InputError("the file is empty", { where: { file } });
  const decoded = decode(bytes, file);
  if (decoded.text.trim() === "") throw new InputError("the file is empty: it holds only blanks", { where: { file } });
  refuseHtml(decoded.text, file);
  return decoded;
}

function decode(bytes: Uint8Array, file: string): DecodedText {
  const marked = encodingOfMark(bytes);
  const wide = marked ?? encodingOfZeros(bytes);
  if (wide === "utf-16le" || wide === "utf-16be") return { text: decodeWide(bytes, wide, file), encoding: wide };
  refuseBinary(bytes, file);
  const text = fatally(bytes, "utf-8");
  if (text !== null) return { text, encoding: "utf-8" };
  const fault = utf8Fault(bytes);
  if (marked === "utf-8" || fault.sequences > 0) {
    // Text that is UTF-8 elsewhere would come out of Windows-1252 as "CÃ´te": the file is damaged, not older.
    throw new InputError(`byte ${fault.at + 1} (line ${lineOf(bytes, fault.at)}) is not UTF-8, though the rest is`, {
      where: { file },
      next,
    });
  }
  const undefinedByte = bytes.findIndex((byte) => [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte));
  if (undefinedByte !== -1) {
    throw new InputError(
      `byte ${undefinedByte + 1} (line ${lineOf(bytes, undefinedByte)}) belongs to neither UTF-8 nor Windows-1252`,
      { where: { file }, next },
    );
  }
  return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "windows-1252" };
}

function encodingOfMark(bytes: Uint8Array): TextEncoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return null;
}

/**
 * UTF-16 without its mark: a table is digits and separators mostly, whose second byte is zero, and on one side only. Null
 * when a zero stands on both sides, or too few do to be sure.
 */
function encodingOfZeros(bytes: Uint8Array): TextEncoding | null {
  if (bytes.byteLength % 2 !== 0) return null;
  const zeros: [even: number, odd: number] = [0, 0];
  const end = Math.min(bytes.byteLength, PROBE);
  for (let i = 0; i < end; i++) if (bytes[i] === 0) zeros[(i % 2) as 0 | 1] += 1;
  const [even, odd] = zeros;
  if (odd >= end / 4 && even === 0) return "utf-16le";
  if (even >= end / 4 && odd === 0) return "utf-16be";
  return null;
}

function decodeWide(bytes: Uint8Array, encoding: "utf-16le" | "utf-16be", file: string): string {
  const text = fatally(bytes, encoding);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  const control = text === null ? -1 : text.search(/[\u0000-\u0008\u000e-\u001f]/);
  if (text !== null && control === -1) return text;
  // Zeros: UTF-32, or something that only begins like text.
  if (text !== null && !text.includes("\0")) {
    const lines = text.slice(0, control).split(/\r\n?|\n/);
    const column = (lines.at(-1) ?? "").length + 1;
    throw strayControl(text.charCodeAt(control), { line: lines.length, column }, file);
  }
  throw new InputError(`the file begins like ${encoding.toUpperCase()} but is not valid as such`, {
    where: { file },
    next,
  });
}

/** The text, or null where the bytes are not of the encoding. */
function fatally(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    // A fatal decoder throws TypeError on bytes that are not of its encoding.
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}

/** The first byte that is not UTF-8, and how many characters of several bytes there are. */
function utf8Fault(bytes: Uint8Array): { at: number; sequences: number } {
  let at = -1;
  let sequences = 0;
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes, i);
    if (length === 0 && at === -1) at = i;
    if (length > 1) sequences += 1;
    i += Math.max(1, length);
  }
  return { at, sequences };
}

/** Bytes of the UTF-8 character that begins here, 0 when none does. Over-long forms are left to the decoder. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

function lineOf(bytes: Uint8Array, at: number): number {
  let line = 1;
  for (let i = 0; i < at; i++) if (bytes[i] === 0x0a) line += 1;
  return line;
}

function refuseHtml(text: string, file: string): void {
  if (!/^\s*(<!doctype\s+html|<html|<head|<\?xml|<body)/i.test(text)) return;
  throw new InputError("the file is a web page, not CSV", {
    where: { file },
    next: "Download the raw file: on GitHub that is the button Raw.",
  });
}
