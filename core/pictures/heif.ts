/**
 * What a file of boxes is (ISO base media, ISO/IEC 14496-12; HEIF, ISO/IEC 23008-12): AVIF, HEIC, another HEIF, a raw
 * picture of Canon's, or a video. Apple, Samsung and others write the brand `mif1` for both HEIC and AVIF: the codec of
 * the pictures inside decides, the brands only where no codec is named.
 */
import type { PictureKind } from "./formats.js";
import { fits, latin1 } from "./signature.js";

/** Brands of pictures that are coded by HEVC. */
const HEVC_BRANDS = new Set(["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"]);
const AV1_BRANDS = new Set(["avif", "avis", "avio"]);
/** Brands of pictures by whatever codec. */
const HEIF_BRANDS = new Set(["mif1", "mif2", "msf1", "miaf", "MiPr", "heif", "unif"]);

/** Types of items, and boxes that describe them, by codec. */
const HEVC_CODECS = ["hvc1", "hev1", "hvcC"];
const AV1_CODECS = ["av01", "av1C"];

/** The kind of a file whose first box is `ftyp`. */
export function heifKind(bytes: Uint8Array): PictureKind {
  const brands = brandsOf(bytes);
  if (brands[0] === "crx ") return "camera RAW";
  if (!brands.some((brand) => HEVC_BRANDS.has(brand) || AV1_BRANDS.has(brand) || HEIF_BRANDS.has(brand))) {
    return "a video";
  }
  const meta = boxes(bytes).find(({ type }) => type === "meta" || type === "moov");
  const described = meta === undefined ? "" : text(bytes, meta.from, meta.to);
  // A picture by HEVC may carry a small one by AV1, but not the other way round: what cannot be read comes first.
  if (HEVC_CODECS.some((codec) => described.includes(codec))) return "HEIC";
  if (AV1_CODECS.some((codec) => described.includes(codec))) return "AVIF";
  if (brands.some((brand) => AV1_BRANDS.has(brand))) return "AVIF";
  return brands.some((brand) => HEVC_BRANDS.has(brand)) ? "HEIC" : "HEIF";
}

/** A box: its type, and its content from where to where. `to` may lie behind the file's end when it is cut off. */
export interface Box {
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

/** The outermost boxes of a file. */
export function boxes(bytes: Uint8Array): Box[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const type = latin1(bytes, at + 4, at + 8);
    let size = view.getUint32(at);
    let head = 8;
    if (size === 1 && at + 16 <= bytes.length) {
      size = Number(view.getBigUint64(at + 8));
      head = 16;
    } else if (size === 0) size = bytes.length - at; // up to the end of the file
    if (size < head || !/^[\x20-\x7e\xa9]{4}$/.test(type)) break;
    found.push({ type, from: at + head, to: at + size });
    at += size;
  }
  return found;
}

/** The major brand, then the compatible ones. */
function brandsOf(bytes: Uint8Array): string[] {
  const [first] = boxes(bytes);
  const to = Math.min(first?.to ?? 0, bytes.length);
  const brands = fits(bytes, "ftyp", 4) ? [latin1(bytes, 8, 12)] : [];
  for (let at = 16; at + 4 <= to; at += 4) brands.push(latin1(bytes, at, at + 4));
  return brands;
}

/** Bytes as Latin-1: descriptions are short, pictures are elsewhere in the file. */
function text(bytes: Uint8Array, from: number, to: number): string {
  return new TextDecoder("latin1").decode(bytes.subarray(from, to));
}
