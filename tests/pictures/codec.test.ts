import { crc32 } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { InputError } from "../../core/errors.js";
import { createPictureCodec } from "../../pictures/codec.js";
import type { Problem } from "../../serve/problem/problem.js";
import { post, sharedServer } from "../serve/support/running.js";

const codec = createPictureCodec();
const red = { r: 200, g: 20, b: 10 };

function plain(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: red } });
}

async function firstPixel(bytes: Uint8Array): Promise<number[]> {
  const { data } = await codec.decode(bytes, "/image");
  return [...data.slice(0, 3)];
}

/** A JPEG of stripes, cut in the middle of its data. */
async function halfJpeg(): Promise<Buffer> {
  const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7) % 256);
  const whole = await sharp(data, { raw: { width: 64, height: 64, channels: 3 } })
    .jpeg()
    .toBuffer();
  return whole.subarray(0, whole.length / 2);
}

/** A PNG whose header claims a size, and whose data are a few bytes. */
function claims(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32 === undefined ? crc(body) : crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = Buffer.from([0x78, 0x9c, 0x63, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

/** zlib.crc32 came with Node 20.15. */
function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
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
    ["nothing", async () => Buffer.alloc(0), /picture is empty/],
    ["text", async () => Buffer.from("I am a text named .png"), /not a readable picture/],
    ["half a JPEG", halfJpeg, /not a readable picture/],
    ["60,000 x 60,000 pixels", async () => claims(60_000, 60_000), /60000 x 60000 pixels/],
    ["SVG", async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), /svg is not/],
  ])("%s", async (_, make, message) => {
    const failure = codec.decode(await make(), "/image");
    await expect(failure).rejects.toThrow(InputError);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toMatchObject({ where: { field: "/image" } });
  });

  test("a limit of one's own counts", async () => {
    const small = createPictureCodec(100);
    await expect(small.decode(await plain(11, 10).png().toBuffer(), "/p")).rejects.toThrow(/100 pixels are the limit/);
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

describe("pictures over HTTP", () => {
  const server = sharedServer();
  const request = { colour: [100, 50, 0], size: 4 };

  test.each([
    [undefined, "image/png"],
    ["*/*", "image/png"],
    ["image/*", "image/png"],
    ["image/webp", "image/webp"],
    ["image/avif,image/webp,*/*;q=0.8", "image/webp"],
    ["application/json", "application/json"],
    ["image/png;q=0.1, application/json;q=0.9", "application/json"],
    ["image/png;q=0, image/*", "image/webp"],
  ])("Accept: %s is answered with %s", async (accept, type) => {
    const response = await post(`${server.url}/v1/pair/paint`, request, accept === undefined ? {} : { Accept: accept });
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe(type);
    expect(response.headers.get("Vary")).toBe("Accept");
    if (type === "application/json") expect(await response.json()).toEqual({ colour: [200, 100, 0] });
    else {
      const { data, width } = await codec.decode(new Uint8Array(await response.arrayBuffer()), "answer");
      expect([width, ...data.slice(0, 3)]).toEqual([4, 200, 100, 0]);
    }
  });

  test("Accept: text/html is 406, before anything is computed", async () => {
    const response = await post(`${server.url}/v1/pair/paint`, request, { Accept: "text/html" });
    expect(response.status).toBe(406);
    const { detail } = (await response.json()) as Problem;
    expect(detail).toBe("There is no answer as text/html. Accept one of image/png, image/webp, application/json.");
  });

  test("an answer that is only numbers cannot be a picture", async () => {
    const numbers = { ...request, layout: "numbers" };
    expect((await post(`${server.url}/v1/pair/paint`, numbers, { Accept: "image/png" })).status).toBe(406);
    expect((await post(`${server.url}/v1/pair/paint`, numbers)).status).toBe(200);
  });

  test("a picture as a data URL, and in a form", async () => {
    const png = await plain(6, 4).png().toBuffer();
    const image = `data:image/png;base64,${png.toString("base64")}`;
    const expected = { width: 6, height: 4, first: [200, 20, 10] };
    const json = await post(`${server.url}/v1/pair/measure`, { image });
    expect(await json.json()).toEqual({ ...expected, tags: [] });
    const form = new FormData();
    form.set("image", new Blob([new Uint8Array(png)], { type: "image/png" }), "face.png");
    form.append("tags", "one");
    form.append("tags", "two");
    const answer = await fetch(`${server.url}/v1/pair/measure`, { method: "POST", body: form });
    expect(await answer.json()).toEqual({ ...expected, tags: ["one", "two"] });
  });

  test.each([
    ["a bomb", claims(60_000, 60_000), /60000 x 60000/],
    ["a text", Buffer.from("no picture"), /Not a readable picture/],
  ])("%s is 400 and names the field", async (_, bytes, detail) => {
    const response = await post(`${server.url}/v1/pair/measure`, {
      image: `data:image/png;base64,${bytes.toString("base64")}`,
    });
    const problem = (await response.json()) as Problem;
    expect(problem).toMatchObject({ status: 400, field: "/image", detail: expect.stringMatching(detail) });
  });

  test("bad base64 is 400 and names the field", async () => {
    const response = await post(`${server.url}/v1/pair/measure`, { image: "data:image/png;base64,!!!" });
    expect(await response.json()).toMatchObject({ status: 400, field: "/image" });
  });
});
