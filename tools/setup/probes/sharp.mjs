/** Encodes a picture with sharp and reads it back. */
import { report } from "./report.mjs";

await report(async () => {
  const { default: sharp } = await import("sharp");
  const pixels = Buffer.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30]);
  const raw = { width: 2, height: 2, channels: /** @type {3} */ (3) };
  for (const format of /** @type {const} */ (["png", "webp"])) {
    const file = await sharp(pixels, { raw }).toFormat(format, { lossless: true }).toBuffer();
    const back = await sharp(file).removeAlpha().raw().toBuffer();
    if (!back.equals(pixels)) throw new Error(`a ${format} picture of 2 x 2 pixels came back changed`);
  }
  return `sharp ${sharp.versions.sharp} writes and reads PNG and WebP`;
});
