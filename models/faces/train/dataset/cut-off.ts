/** Whether a picture file ends before its format says it may. */

/** The last bytes of a file in which its end marker is looked for: some writers pad a file behind its end. */
const TAIL = 4096;

/**
 * True when the file begins as a JPEG, PNG, GIF or WebP and lacks the end that the format asks for: the end-of-image
 * marker, the IEND chunk, the trailer byte, or as many bytes as the RIFF header promises. False for every other format.
 */
export function isCutOff(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tail = buffer.subarray(Math.max(0, buffer.length - TAIL));
  if (buffer.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff))) return !tail.includes(Buffer.of(0xff, 0xd9));
  if (buffer.subarray(1, 4).toString("latin1") === "PNG") return !tail.includes("IEND", 0, "latin1");
  if (buffer.subarray(0, 4).toString("latin1") === "GIF8") return !tail.includes(0x3b);
  if (buffer.subarray(0, 4).toString("latin1") === "RIFF" && buffer.length >= 8) {
    return buffer.length < buffer.readUInt32LE(4) + 8;
  }
  return false;
}
