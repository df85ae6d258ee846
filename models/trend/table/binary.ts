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
  const control = firstControl(bytes);
  if (control === -1) return;
  throw new InputError(`the file is binary, not CSV: byte ${control + 1} is a control character`, {
    where: { file },
    next,
  });
}

/** Index of the first byte that no text holds: below a blank, and neither tab nor a line or page end. */
function firstControl(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte < 0x20 && (byte < 0x09 || byte === 0x0b || byte > 0x0d)) return i;
  }
  return -1;
}
