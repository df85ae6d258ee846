/** Files that are no text at all. */
import { InputError } from "kilnjs";

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
 * Refuses what is no text in an encoding of one byte for ASCII.
 *
 * @throws InputError saying what the file is, where its first bytes tell.
 */
export function refuseBinary(bytes: Uint8Array, file: string): void {
  const next = "Give a table as CSV text.";
  const known = signatures.find((signature) => signature.bytes.every((byte, i) => bytes[i] === byte));
  if (known !== undefined) throw new InputError(`the file is ${known.kind}, not CSV`, { where: { file }, next });
  const at = firstControl(bytes);
  if (at === -1) return;
  const place = placeOf(bytes, at);
  if (isText(bytes)) throw strayControl(bytes[at] ?? 0, place, file);
  throw new InputError(
    `the file is binary, not CSV: line ${place.line}, column ${place.column} holds a control character (byte ${at + 1})`,
    { where: { file }, next },
  );
}

/** A line and the character in it, both from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** The error for a control character in what is text elsewhere. */
export function strayControl(code: number, { line, column }: TextPlace, file: string): InputError {
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return new InputError(`line ${line}, column ${column} holds a control character (${name})`, {
    where: { file },
    next: "Remove the character, or save the table again as CSV in UTF-8.",
  });
}

/** A file with zeros, or with a control character in each hundred bytes, is no text that only has a stray one. */
function isText(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) {
    if (byte === 0) return false;
    if (isControl(byte)) controls += 1;
  }
  return controls <= Math.max(1, bytes.length / 100);
}

/** Index of the first byte that no text holds. */
function firstControl(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; i++) if (isControl(bytes[i] ?? 0)) return i;
  return -1;
}

/** Below a blank, and neither tab nor a line or page end. */
function isControl(byte: number): boolean {
  return byte < 0x20 && (byte < 0x09 || byte === 0x0b || byte > 0x0d);
}

/** The place of a byte; lines end with LF, CR or both, and what continues a character of UTF-8 is no column. */
function placeOf(bytes: Uint8Array, at: number): TextPlace {
  let line = 1;
  let column = 1;
  for (let i = 0; i < at; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === 0x0a || (byte === 0x0d && bytes[i + 1] !== 0x0a)) {
      line += 1;
      column = 1;
    } else if ((byte & 0xc0) !== 0x80 && byte !== 0x0d) column += 1;
  }
  // The byte order mark is no column.
  return line === 1 && bytes[0] === 0xef && bytes[1] === 0xbb ? { line, column: column - 1 } : { line, column };
}
