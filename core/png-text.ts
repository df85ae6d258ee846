/**
 * Words inside a PNG: what a sheet shows travels with its file, and whoever puts it into a page has a text alternative.
 * Chunks `iTXt` with the keywords that the specification names (https://www.w3.org/TR/png-3/#11keywords).
 */

/** See the head of the file. */
export interface PictureWords {
  readonly title: string;
  readonly description: string;
}

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10] as const;
/** Signature and IHDR: every other chunk comes after these. */
const HEAD = 8 + 25;
const TYPE = "iTXt";
const LATIN = new TextDecoder("latin1");

/**
 * The same picture with words in it.
 *
 * @throws RangeError when the bytes are no PNG.
 *
 * @example
 * ```ts
 * const marked = withWords(png, { title: "Simulated", description: "No real person." });
 * ```
 */
export function withWords(png: Uint8Array, { title, description }: PictureWords): Uint8Array {
  if (!isPng(png)) throw new RangeError("these bytes are no PNG");
  const chunks = [chunkOf("Title", title), chunkOf("Description", description)];
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, png.length);
  const whole = new Uint8Array(length);
  whole.set(png.subarray(0, HEAD));
  let at = HEAD;
  for (const chunk of [...chunks, png.subarray(HEAD)]) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** The words that `withWords` put in; undefined where there are none, or the file is cut off before them. */
export function wordsIn(png: Uint8Array): PictureWords | undefined {
  if (!isPng(png)) return undefined;
  const found = new Map<string, string>();
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  for (let at = 8; at + 12 <= png.length; at += 12 + view.getUint32(at)) {
    const end = at + 8 + view.getUint32(at);
    if (end > png.length) break;
    if (LATIN.decode(png.subarray(at + 4, at + 8)) === TYPE) read(png.subarray(at + 8, end), found);
  }
  const [title, description] = [found.get("Title"), found.get("Description")];
  return title === undefined || description === undefined ? undefined : { title, description };
}

/** Keyword, 0, not compressed (two bytes), no language, no translated keyword, the text in UTF-8. */
function chunkOf(keyword: string, text: string): Uint8Array {
  const data = new TextEncoder().encode(`${TYPE}${keyword}\0\0\0\0\0${text}`);
  const chunk = new Uint8Array(data.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length - TYPE.length);
  chunk.set(data, 4);
  view.setUint32(data.length + 4, crc32(data));
  return chunk;
}

function read(data: Uint8Array, into: Map<string, string>): void {
  const end = data.indexOf(0);
  // Compressed ones are not ours.
  if (end < 1 || data[end + 1] !== 0) return;
  const language = data.indexOf(0, end + 3);
  const translated = data.indexOf(0, language + 1);
  if (language < 0 || translated < 0) return;
  into.set(LATIN.decode(data.subarray(0, end)), new TextDecoder().decode(data.subarray(translated + 1)));
}

function isPng(bytes: Uint8Array): boolean {
  return bytes.length > HEAD && SIGNATURE.every((byte, i) => bytes[i] === byte);
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** The checksum of the specification's annex D. */
function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (table[(value ^ byte) & 0xff] as number);
  return (value ^ 0xffffffff) >>> 0;
}
