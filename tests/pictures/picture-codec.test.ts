import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { InputError } from "../../core/errors.js";
import { createPictureCodec } from "../../pictures/picture-codec.js";
import { claims, cut, oddPicture } from "../fixtures/odd-pictures.js";

const codec = createPictureCodec();
const red = { r: 200, g: 20, b: 10 };

function plain(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: red } });
}

async function firstPixel(bytes: Uint8Array): Promise<number[]> {
  const { data } = await codec.decode(bytes, "/image");
  return [...data.slice(0, 3)];
}

describe("decoding gives upright 8-bit RGB", () => {
  test.each(["png", "webp", "tiff", "gif", "avif"] as const)("of %s", async (format) => {
    const pixels = await codec.decode(await plain(5, 3).toFormat(format).toBuffer(), "/image");
    expect([pixels.width, pixels.height, pixels.data.length]).toEqual([5, 3, 45]);
    [red.r, red.g, red.b].forEach((channel, i) => {
      expect(Math.abs((pixels.data[i] ?? 0) - channel)).toBeLessThanOrEqual(
        format === "avif" || format === "webp" ? 6 : 1,
      );
    });
  });

  test("transparent pixels are white, half transparent ones half white, whatever colour hides there", async () => {
    const data = Buffer.from([0, 255, 0, 0, 0, 0, 0, 128]);
    const png = await sharp(data, { raw: { width: 2, height: 1, channels: 4 } })
      .png()
      .toBuffer();
    const pixels = await codec.decode(png, "/image");
    expect([...pixels.data.slice(0, 3)]).toEqual([255, 255, 255]);
    for (const value of pixels.data.slice(3)) expect(Math.abs(value - 127)).toBeLessThanOrEqual(1);
  });

  test("16 bits are scaled, not cut off", async () => {
    const values = new Uint16Array([0, 30000, 65535]);
    const png = await sharp(values, { raw: { width: 3, height: 1, channels: 1 } })
      .toColourspace("grey16")
      .png()
      .toBuffer();
    expect((await sharp(png).metadata()).depth).toBe("ushort");
    const { data } = await codec.decode(png, "/image");
    expect(data.length).toBe(9);
    [0, 117, 255].forEach((expected, i) => {
      expect(Math.abs((data[3 * i] ?? -9) - expected)).toBeLessThanOrEqual(1);
    });
  });

  test("EXIF orientation is applied", async () => {
    const sideways = await plain(8, 4).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const { width, height } = await codec.decode(sideways, "/image");
    expect([width, height]).toEqual([4, 8]);
  });

  test("grey becomes three equal channels, CMYK keeps its colour", async () => {
    const [r, g, b] = await firstPixel(await plain(4, 4).greyscale().jpeg().toBuffer());
    expect([r, g]).toEqual([g, b]);
    const [cr = 0, cg = 0] = await firstPixel(await plain(4, 4).toColourspace("cmyk").jpeg().toBuffer());
    expect(cr).toBeGreaterThan(150);
    expect(cg).toBeLessThan(90);
  });

  test("the first frame of an animation", async () => {
    const frames = await Promise.all(
      ["#ff0000", "#0000ff"].map((background) =>
        sharp({ create: { width: 4, height: 4, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(gif, { animated: true }).metadata()).pages).toBe(2);
    expect(await firstPixel(gif)).toEqual([255, 0, 0]);
  });
});

describe("what is no picture for us is an error that names the field", () => {
  test.each([
    ["nothing", async () => Buffer.alloc(0), /the file is empty/],
    ["text", async () => Buffer.from("I am a text named .png"), /text, not a picture/],
    ["half a JPEG", async () => cut(await oddPicture().jpeg().toBuffer(), 0.5), /cut off in the middle/],
    ["60,000 x 60,000 pixels", async () => claims(60_000, 60_000), /60000 x 60000 pixels/],
    [
      "SVG",
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      /SVG, which cannot be read here/,
    ],
  ])("%s", async (_, make, message) => {
    const failure = codec.decode(await make(), "/image");
    await expect(failure).rejects.toThrow(InputError);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toMatchObject({ where: { field: "/image" } });
  });

  test("a limit of one's own counts", async () => {
    const small = createPictureCodec(100);
    await expect(small.decode(await plain(11, 10).png().toBuffer(), "/p")).rejects.toThrow(
      /more than the limit of 100 pixels/,
    );
    expect((await small.decode(await plain(10, 10).png().toBuffer(), "/p")).width).toBe(10);
  });
});

describe("encoding", () => {
  test.each(["png", "webp"] as const)("%s keeps every pixel", async (format) => {
    const data = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => (i * 37) % 256);
    const bytes = await codec.encode({ width: 16, height: 16, data }, format);
    expect((await sharp(bytes).metadata()).format).toBe(format);
    expect((await codec.decode(bytes, "/image")).data).toEqual(data);
  });
});
