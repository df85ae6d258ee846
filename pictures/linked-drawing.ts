/** SVG drawings that show what is in other files: those are not fetched, and what is left is not the picture. */
import { gunzipSync } from "node:zlib";

/** Characters of the longest drawing that is looked through; librsvg has limits of its own. */
const LONGEST = 50_000_000;

/** What loads another file: links of elements that draw, style sheets, and addresses in styles. `#…` is in the file. */
const LINKS = [
  /<(?:\w+:)?(?:image|feImage|use)\b[^<>]*?\s(?:xlink:)?href\s*=\s*["']\s*(?!#|data:)[^"'\s]/i,
  /<\?xml-stylesheet\b/i,
  /@import\s/i,
  /\burl\(\s*["']?\s*(?!["'#\s]|data:|&quot;)/i,
  /<!ENTITY\s+\S+\s+(?:SYSTEM|PUBLIC)\b/i,
];

/** True when the drawing (also a compressed one) needs another file to look right. */
export function isLinkedDrawing(bytes: Uint8Array): boolean {
  const text = textOf(bytes);
  return text !== undefined && LINKS.some((link) => link.test(text));
}

/** Undefined when it cannot be unpacked: the decoder will say so. */
function textOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new TextDecoder().decode(bytes);
  try {
    return new TextDecoder().decode(gunzipSync(bytes, { maxOutputLength: LONGEST }));
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
