import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { createPictureCodec } from "../../pictures/picture-codec.js";
import type { Problem } from "../../serve/problem/problem.js";
import { bmp, claims, cut, heif, oddPicture, phoneJpeg } from "../fixtures/odd-pictures.js";
import { post, sharedServer } from "../serve/support/running.js";

const codec = createPictureCodec();

function plain(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: { r: 200, g: 20, b: 10 } } });
}

function dataUrl(bytes: Buffer): string {
  return `data:image/png;base64,${bytes.toString("base64")}`;
}

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
    [
      "a bomb",
      async () => claims(60_000, 60_000),
      "60000 x 60000 pixels, more than the limit of 24 megapixels: make it smaller",
    ],
    ["a text", async () => Buffer.from("no picture"), "Text, not a picture: give a JPEG or PNG file"],
    ["a BMP", async () => bmp(), "BMP, which cannot be read here: export it as JPEG or PNG"],
    [
      "HEIC under another brand",
      async () => heif(await oddPicture().avif().toBuffer(), ["mif1", "mif1", "heic", "miaf"]),
      "HEIC, which cannot be read here: export it as JPEG or PNG",
    ],
    [
      "half a JPEG",
      async () => cut(await oddPicture().jpeg().toBuffer(), 0.5),
      "Cut off in the middle: copy or download it again",
    ],
  ])("%s is 400, names the field and says what to do", async (_, make, detail) => {
    const response = await post(`${server.url}/v1/pair/measure`, { image: dataUrl(await make()) });
    const problem = (await response.json()) as Problem;
    expect(problem).toMatchObject({ status: 400, field: "/image", detail: `${detail}.` });
  });

  test("a JPEG that every viewer shows is read", async () => {
    const jpeg = await oddPicture().jpeg().toBuffer();
    const ask = async (bytes: Buffer) =>
      await (await post(`${server.url}/v1/pair/measure`, { image: dataUrl(bytes) })).json();
    expect(await ask(phoneJpeg(jpeg))).toEqual(await ask(jpeg));
    expect(await ask(jpeg)).toMatchObject({ width: 72, height: 72 });
  });

  test("bad base64 is 400 and names the field", async () => {
    const response = await post(`${server.url}/v1/pair/measure`, { image: "data:image/png;base64,!!!" });
    expect(await response.json()).toMatchObject({ status: 400, field: "/image" });
  });
});
