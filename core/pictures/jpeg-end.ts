/**
 * Whether a JPEG is whole (ITU-T T.81). Its end marker does not say so: some writers leave it out, and a file that was cut
 * off may have been given a new one. What does say so is the decoder: the pixels of a whole picture do not change with
 * whatever stands behind its data, those of half a picture do.
 */

const END = 0xd9;

/** Bytes that are put behind the data: no marker, and no regular pattern. */
const FILLER = Uint8Array.from({ length: 96 }, (_, i) => (i * 73 + 29) % 251);

/** Where the end-of-image marker stands; undefined when there is none. Thumbnails inside segments are passed over. */
export function endOfJpeg(bytes: Uint8Array): number | undefined {
  for (let at = 2; at + 1 < bytes.length; ) {
    const marker = bytes[at] === 0xff ? (bytes[at + 1] ?? 0) : 0;
    if (marker === END) return at;
    if (marker === 0xff) at += 1;
    else if (bytes[at] !== 0xff) at += 1;
    else if (marker < 2 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else at += 2 + Math.max(2, (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0));
  }
  return undefined;
}

/**
 * The same picture with two endings. Both decode to the same pixels if, and only if, its data are complete.
 *
 * @returns the picture up to its data's end and an end marker; and the same with other bytes before the marker.
 */
export function twoEndings(jpeg: Uint8Array): readonly [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>] {
  let end = endOfJpeg(jpeg);
  if (end === undefined) {
    // Zeros are what a download that was never finished leaves, and half of a marker is not data either.
    end = jpeg.length;
    while (end > 2 && (jpeg[end - 1] === 0 || jpeg[end - 1] === 0xff)) end -= 1;
    // A stuffed 0xff at the very end is data, and needs its zero.
    if (jpeg[end] === 0xff && jpeg[end + 1] === 0) end += 2;
  }
  const data = jpeg.subarray(0, end);
  return [joined(data, Uint8Array.of(0xff, END)), joined(data, FILLER, Uint8Array.of(0xff, END))];
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
