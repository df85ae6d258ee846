/** From an SVG of `charts/` or of the map to a PNG. */
import { FailedError, messageOf } from "../core/errors.js";
import { useBundledFonts } from "./fonts.js";

/** How large: the picture's own size times `scale` (2 when left out: sharp on every screen), or `width` pixels wide. */
export interface PngSize {
  readonly scale?: number;
  readonly width?: number;
}

/** Dots per inch at which the renderer gives one pixel for each pixel of the SVG. */
const PLAIN_DENSITY = 72;
/** A larger picture than this is a mistake, and would take gigabytes. */
const MAXIMUM_PIXELS = 200_000_000;

/**
 * Draws an SVG, light on white. The same SVG gives the same pixels.
 *
 * @param svg with its width and height in pixels, as Kiln's own pictures have.
 * @throws RangeError when the size is none; FailedError when the renderer refuses the document.
 */
export async function renderPng(svg: string, size: PngSize = {}): Promise<Uint8Array> {
  const { width, height } = sizeOf(svg);
  const scale = size.width === undefined ? (size.scale ?? 2) : size.width / width;
  if (!(scale > 0) || width * height * scale ** 2 > MAXIMUM_PIXELS) {
    throw new RangeError(`a picture of ${width} x ${height} cannot be drawn ${scale} times as large`);
  }
  useBundledFonts();
  const { default: sharp } = await import("sharp");
  try {
    return await sharp(Buffer.from(svg), { density: PLAIN_DENSITY * scale, limitInputPixels: false, unlimited: true })
      .resize({ width: Math.round(width * scale) })
      .flatten({ background: "#ffffff" })
      .png({ compressionLevel: 9 })
      .toBuffer();
  } catch (cause) {
    throw new FailedError(`the picture cannot be drawn: ${messageOf(cause)}`, {
      cause,
    });
  }
}

function sizeOf(svg: string): { width: number; height: number } {
  const root = /<svg\b[^>]*>/.exec(svg)?.[0] ?? "";
  const [width, height] = ["width", "height"].map((name) =>
    Number(new RegExp(`\\s${name}="([\\d.]+)"`).exec(root)?.[1]),
  );
  if (width === undefined || height === undefined || !(width > 0) || !(height > 0)) {
    throw new RangeError("the SVG does not say its width and height in pixels");
  }
  return { width, height };
}
