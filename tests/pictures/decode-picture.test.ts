import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { readable } from "../../core/pictures/formats.js";
import { CUT_OFF, DAMAGED, UnusablePicture } from "../../core/pictures/unusable.js";
import { decodePicture, readHeader } from "../../pictures/decode-picture.js";
import { createPictureCodec } from "../../pictures/picture-codec.js";
import { cameraJpeg, cut, heif, oddPicture, oddPixels, phoneJpeg, tiffInStrips } from "../fixtures/odd-pictures.js";

const limits = { pixels: 1_000_000, kinds: readable };

async function pixelsOf(bytes: Buffer): Promise<Buffer> {
  return Buffer.from((await decodePicture(bytes, await readHeader(bytes, limits), limits)).data);
}

/** The reason why the bytes are refused: the loader's, which must be the server's. */
async function reasonFor(bytes: Buffer): Promise<string> {
  const refusals = await Promise.allSettled([pixelsOf(bytes), createPictureCodec().decode(bytes, "/image")]);
  const reasons = refusals.map((refusal) => {
    if (refusal.status === "fulfilled") return "read";
    expect(refusal.reason).toBeInstanceOf(UnusablePicture);
    return (refusal.reason as UnusablePicture).reason;
  });
  expect(reasons[0]).toBe(reasons[1]);
  return reasons[0] ?? "";
}

const frames = Promise.all([0, 90, 180].map((angle) => oddPicture().rotate(angle).png().toBuffer()));
const animation = async () => sharp(await frames, { join: { animated: true } });

/** Whole files of every kind that is read; `firstFrame` is the share that holds all of what is read of it. */
const whole: Readonly<Record<string, () => Promise<Buffer>>> = {
  JPEG: () => oddPicture().jpeg().toBuffer(),
  "progressive JPEG": () => oddPicture().jpeg({ progressive: true }).toBuffer(),
  "CMYK JPEG": () => oddPicture().toColourspace("cmyk").jpeg().toBuffer(),
  "grey JPEG": () => oddPicture().greyscale().jpeg().toBuffer(),
  PNG: () => oddPicture().png().toBuffer(),
  "interlaced PNG": () => oddPicture().png({ progressive: true }).toBuffer(),
  "16-bit PNG": () => oddPicture().toColourspace("rgb16").png().toBuffer(),
  "palette PNG": () => oddPicture().png({ palette: true }).toBuffer(),
  "lossy WebP": () => oddPicture().webp().toBuffer(),
  "lossless WebP": () => oddPicture().webp({ lossless: true }).toBuffer(),
  "animated WebP": async () => (await animation()).webp().toBuffer(),
  GIF: () => oddPicture().gif().toBuffer(),
  "LZW TIFF": () => oddPicture().tiff({ compression: "lzw" }).toBuffer(),
  "JPEG TIFF": () => oddPicture().tiff().toBuffer(),
  "TIFF with its directory first": async () => tiffInStrips(),
  AVIF: () => oddPicture().avif().toBuffer(),
};

describe.each(Object.entries(whole))("%s", (_, make) => {
  it("is read whole, with bytes behind its end too, and refused wherever it is cut off", async () => {
    const bytes = await make();
    const pixels = await pixelsOf(bytes);
    expect(pixels.length).toBe(oddPixels.length);
    for (const behind of [Buffer.from("\r\nwritten behind the end"), Buffer.alloc(5000)]) {
      expect((await pixelsOf(Buffer.concat([bytes, behind]))).equals(pixels)).toBe(true);
    }
    for (const share of [0.5, 0.6, 0.9, 0.97])
      expect([share, await reasonFor(cut(bytes, share))]).toEqual([share, CUT_OFF]);
  });
});

it("an animation needs its first frame only", async () => {
  const gif = await (await animation()).gif().toBuffer();
  const pixels = await pixelsOf(gif);
  expect((await pixelsOf(cut(gif, 0.6))).equals(pixels)).toBe(true);
  expect(await reasonFor(cut(gif, 0.2))).toBe(CUT_OFF);
});

describe.each([
  ["sequential", false],
  ["progressive", true],
])("a %s JPEG", (_, progressive) => {
  const make = () => oddPicture().jpeg({ progressive }).toBuffer();
  const END = Buffer.of(0xff, 0xd9);

  it("without its end marker, or with half of it, is read", async () => {
    const jpeg = await make();
    const pixels = await pixelsOf(jpeg);
    for (const missing of [1, 2]) expect((await pixelsOf(jpeg.subarray(0, -missing))).equals(pixels)).toBe(true);
    const padded = Buffer.concat([jpeg.subarray(0, -2), Buffer.alloc(700)]);
    expect((await pixelsOf(padded)).equals(pixels)).toBe(true);
  });

  it("with stray bytes before its end marker, or before its scan, is read", async () => {
    const jpeg = await make();
    const pixels = await pixelsOf(jpeg);
    const stray = Buffer.concat([jpeg.subarray(0, -2), Buffer.of(1, 2, 3, 4, 5), END]);
    expect((await pixelsOf(stray)).equals(pixels)).toBe(true);
    expect((await pixelsOf(cameraJpeg(jpeg))).equals(pixels)).toBe(true);
  });

  it("that was cut off and then given an end marker, or zeros to its full length, is refused", async () => {
    const jpeg = await make();
    const half = cut(jpeg, 0.6);
    expect(await reasonFor(Buffer.concat([half, END]))).toBe(CUT_OFF);
    expect(await reasonFor(Buffer.concat([half, Buffer.alloc(jpeg.length - half.length)]))).toBe(CUT_OFF);
  });

  it("that holds a thumbnail with an end marker of its own is refused when it is cut off", async () => {
    const jpeg = await make();
    const thumbnail = await oddPicture().resize(16).jpeg().toBuffer();
    const segment = Buffer.concat([Buffer.of(0xff, 0xe2, 0, 0), thumbnail]);
    segment.writeUInt16BE(thumbnail.length + 2, 2);
    const carrier = Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
    expect((await pixelsOf(carrier)).equals(await pixelsOf(jpeg))).toBe(true);
    expect(await reasonFor(carrier.subarray(0, segment.length + 60))).toBe(CUT_OFF);
  });
});

it("a phone's JPEG has the pixels that its data hold", async () => {
  const jpeg = await oddPicture().jpeg().toBuffer();
  expect(phoneJpeg(jpeg).equals(jpeg)).toBe(false);
  expect((await pixelsOf(phoneJpeg(jpeg))).equals(await pixelsOf(jpeg))).toBe(true);
  expect(await reasonFor(cut(phoneJpeg(jpeg), 0.6))).toBe(CUT_OFF);
});

it("AVIF is read under the brand mif1", async () => {
  const avif = await oddPicture().avif().toBuffer();
  expect((await pixelsOf(heif(avif, ["mif1", "mif1", "miaf", "miaf"], "av01"))).equals(await pixelsOf(avif))).toBe(
    true,
  );
});

it.each<[string, (bytes: Buffer) => Promise<Buffer>]>([
  [
    "PNG",
    async () => {
      const png = await oddPicture().png().toBuffer();
      return png.fill(7, 5000, 5040);
    },
  ],
  [
    "WebP",
    async () => {
      const webp = await oddPicture().webp().toBuffer();
      return webp.fill(0, 20, webp.length);
    },
  ],
])("a %s that is all there and makes no sense is damaged", async (_, make) => {
  expect(await reasonFor(await make(Buffer.alloc(0)))).toBe(DAMAGED);
});

describe("drawings", () => {
  const svg = (content: string) =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40">${content}</svg>`,
    );

  it("are read by the loader and refused by the server", async () => {
    const plain = svg(
      '<a xlink:href="https://example.org"><rect width="40" height="40" fill="url(#g)"/></a><use href="#r"/>',
    );
    expect((await pixelsOf(plain)).length).toBe(256 * 256 * 3);
    await expect(createPictureCodec().decode(plain, "/image")).rejects.toThrow(
      "/image: SVG, which cannot be read here: export it as JPEG or PNG",
    );
  });

  it.each([
    '<image xlink:href="photo.jpg" width="9" height="9"/>',
    "<image width='9' height='9' href='https://example.org/a.png'/>",
    '<use href="shapes.svg#star"/>',
    "<style>@import url(look.css);</style>",
    '<rect width="9" height="9" style="fill: url(patterns.svg#p)"/>',
  ])("that show other files are refused: %s", async (content) => {
    await expect(pixelsOf(svg(content))).rejects.toThrow("an SVG that shows other files");
  });
});
