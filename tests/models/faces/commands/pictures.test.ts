/** The pictures of `faces` on the command line, from a model that this file trains, converts and publishes. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../../../cli/kiln.js";
import { silentReporter } from "../../../../core/reporter.js";
import { sheetSvg } from "../../../../models/faces/labelled-sheet.js";
import { FACTOR_NAMES, type FaceFactors } from "../../../../models/faces/train/draw/factors.js";
import { renderStrip } from "../../../../models/faces/train/draw/render.js";
import { PICTURE_STATISTICS } from "../../../../models/faces/train/evaluation/picture-statistics.js";
import { createServer } from "../../../../serve/server.js";
import { FakeHost } from "../../../fixtures/host.js";
import { models, ours } from "../../../fixtures/models.js";
import { cut as cutOff, heif, oddPicture } from "../../../fixtures/odd-pictures.js";

const root = mkdtempSync(join(tmpdir(), "kiln-pictures-"));
const repository = join(root, "repository");
const [dark, light] = [join(root, "dark.png"), join(root, "light.png")];
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Half a minute of work, after which hair colour is learnt and little else. */
const SMALL = "count=400 width=8 hidden=64 latent=12 epochs=6 batchSize=32 samplePictures=0 smallestEpoch=0 threads=1";

async function kiln(...argv: string[]) {
  const host = new FakeHost();
  const code = await main(argv, ours, host);
  return { code, out: host.stdout.text, err: host.stderr.text };
}

/** A command on the published model, which must succeed; its result. */
async function made(file: string, ...argv: string[]) {
  const out = join(root, file);
  const { code, err, out: text } = await kiln(...argv, "--repository", repository, "--out", out, "--json");
  if (code !== 0) throw new Error(err);
  const result = JSON.parse(text.trim().split("\n").at(-1) ?? "");
  return { out, result, json: file.endsWith(".json") ? JSON.parse(readFileSync(out, "utf8")) : undefined };
}

async function pixels(file: string) {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

async function face(url: string): Promise<Uint8Array> {
  const bytes = Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([64, 64]);
  return data;
}

/** What is at a place of a picture, 64 x 64 times `scale`, with each square of `scale` pixels as one. */
function cut({ width, data }: { width: number; data: Uint8Array }, left: number, top: number, scale: number) {
  const cell = new Uint8Array(64 * 64 * 3);
  let uneven = 0;
  for (let y = 0; y < 64 * scale; y++) {
    for (let x = 0; x < 64 * scale; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const level = data[((top + y) * width + left + x) * 3 + channel] ?? 0;
        const to = (Math.floor(y / scale) * 64 + Math.floor(x / scale)) * 3 + channel;
        if (x % scale === 0 && y % scale === 0) cell[to] = level;
        else if (cell[to] !== level) uneven += 1;
      }
    }
  }
  return { cell, uneven };
}

async function drawFace(file: string, factors: Partial<FaceFactors>): Promise<void> {
  const middle = Object.fromEntries(FACTOR_NAMES.map((name) => [name, 2])) as FaceFactors;
  const data = await renderStrip([{ ...middle, ...factors }], 64);
  await sharp(data, { raw: { width: 64, height: 64, channels: 3 } })
    .png()
    .toFile(file);
}

beforeAll(async () => {
  const run = join(root, "run");
  const set = SMALL.split(" ").flatMap((one) => ["--set", one]);
  expect(await kiln("train", "faces", "--out", run, ...set)).toMatchObject({ code: 0 });
  expect(await kiln("export", "faces", "--run", run, "--repository", repository)).toMatchObject({ code: 0 });
  await drawFace(dark, { hair_colour: 0, mouth: 0, skin: 0 });
  await drawFace(light, { hair_colour: 7, mouth: 4, skin: 0 });
});

describe("kiln sample", () => {
  it("gives the bytes that the server gives for the same seed", async () => {
    const server = await createServer({
      registry: models,
      repository,
      host: "127.0.0.1",
      port: 0,
      reporter: silentReporter,
      executors: 1,
    });
    try {
      const response = await fetch(`${server.url}/v1/faces/sample`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "image/png" },
        body: JSON.stringify({ seed: 7, count: 5, scale: 2 }),
      });
      expect(response.status).toBe(200);
      const served = Buffer.from(await response.arrayBuffer());
      const { out } = await made("served.png", "sample", "--seed", "7", "--count", "5", "--plain", "--scale", "2");
      expect(Buffer.compare(readFileSync(out), served)).toBe(0);
    } finally {
      await server.close(1_000);
    }
  });

  it("draws the same faces with words around them, each pixel a square", async () => {
    const { json } = await made("four.json", "sample", "--seed", "7", "--count", "4");
    for (const scale of [3, 4]) {
      const { out, result } = await made("four.png", "sample", "--seed", "7", "--count", "4", "--scale", String(scale));
      const sheet = await pixels(out);
      expect(result).toMatchObject({ width: sheet.width, height: sheet.height, simulated: true, seed: 7, version: 1 });
      const places = await placesIn(json.images, scale);
      for (const [i, url] of json.images.entries()) {
        const [left, top] = places[i] ?? [0, 0];
        const { cell, uneven } = cut(sheet, left, top, scale);
        expect(uneven).toBe(0);
        expect(Buffer.compare(cell, await face(url))).toBe(0);
      }
    }
  });

  /** Where the labelled sheet has its faces, in pixels: as the layout itself says, for the same kind of sheet. */
  async function placesIn(images: string[], scale: number): Promise<(readonly [number, number])[]> {
    const svg = sheetSvg({
      title: "4 faces from seed 7",
      subtitle: "Drawn from the mixture that was fitted in training, temperature 1",
      notes: [],
      stamp: "Simulated",
      description: "",
      groups: [2],
      rows: [0, 2].map((first) => ({ details: [`${first + 1}–${first + 2}`], faces: images.slice(first, first + 2) })),
      scale,
    });
    return [...svg.matchAll(/<image x="([\d.]+)" y="([\d.]+)"/g)].map(
      ([, x, y]) => [2 * Number(x), 2 * Number(y)] as const,
    );
  }

  it("is the same twice, another one for another seed, and the first of a larger sheet", async () => {
    const ask = async (...more: string[]) => (await made("s.json", "sample", "--count", "3", ...more)).json;
    const first = await ask("--seed", "3");
    expect(await ask("--seed", "3")).toEqual(first);
    expect((await ask("--seed", "4")).images).not.toEqual(first.images);
    expect((await ask("--seed", "3", "--count", "9")).images.slice(0, 3)).toEqual(first.images);
    expect((await ask("--seed", "3", "--sampler", "prior")).images).not.toEqual(first.images);
    expect(new Set((await ask("--seed", "3", "--sampler", "prior", "--temperature", "0")).images).size).toBe(1);
  });

  it("writes WebP without loss", async () => {
    const png = await pixels((await made("one.png", "sample", "--count", "1", "--scale", "2")).out);
    const webp = await pixels((await made("one.webp", "sample", "--count", "1", "--scale", "2")).out);
    expect(Buffer.compare(png.data, webp.data)).toBe(0);
  });
});

describe("kiln interpolate", () => {
  it("ends in the reconstructions of the two pictures; arc and line differ between, and agree there", async () => {
    const { json } = await made("both.json", "interpolate", dark, light, "--method", "both", "--steps", "7");
    const reconstructed = (await made("ends.json", "reconstruct", dark, light)).json;
    const ends = [reconstructed.images[1], reconstructed.images[3]];
    for (const way of ["slerp", "lerp"]) expect([json[way].images[0], json[way].images[6]]).toEqual(ends);
    expect(json.slerp.images[3]).not.toBe(json.lerp.images[3]);
    const length = (way: "slerp" | "lerp") => Math.hypot(...json[way].latents[3]);
    expect(length("slerp")).toBeGreaterThan(length("lerp"));
  });

  it("changes the colour of hair gradually from dark to light", async () => {
    const lightness = PICTURE_STATISTICS.find(({ name }) => name === "hair")?.measure ?? (() => Number.NaN);
    for (const method of ["slerp", "lerp"]) {
      const { json } = await made("hair.json", "interpolate", dark, light, "--method", method);
      const values = await Promise.all(json.images.map(async (url: string) => lightness(await face(url))));
      const whole = values[8] - values[0];
      const steps = values.slice(1).map((value, i) => (value - values[i]) / whole);
      expect(whole).toBeGreaterThan(lightness(await face(json.images[0])) * 0.3);
      // Never back by more than a twentieth of the way, and no step is half of it.
      expect(Math.min(...steps)).toBeGreaterThan(-0.05);
      expect(Math.max(...steps)).toBeLessThan(0.5);
    }
  });

  it("draws originals beside the strip, and --plain the strip alone", async () => {
    const argv = ["interpolate", dark, "seed:2", "--steps", "3"];
    expect((await made("strip.png", ...argv, "--plain")).result).toMatchObject({ width: 3 * 66 - 2, height: 64 });
    const both = await made("strip.png", ...argv, "--plain", "--method", "both");
    expect(both.result).toMatchObject({ width: 3 * 66 - 2, height: 130, methods: ["slerp", "lerp"] });
    const { result } = await made("strip.png", ...argv);
    expect(result).toMatchObject({ from: "dark.png", to: "seed 2", steps: 3 });
    expect(result.width).toBeGreaterThan(4 * 256);
  });
});

describe("kiln traverse", () => {
  it("draws a row for each latent number, from the strongest", async () => {
    const { fitted } = JSON.parse(readFileSync(join(repository, "faces_decoder", "1", "manifest.json"), "utf8"));
    const strongest = fitted.dimensions.map(({ index }: { index: number }) => index);
    const { json } = await made("t.json", "traverse", "--steps", "3");
    expect(json.dimensions).toEqual(strongest.slice(0, 8));
    const all = await made("t.png", "traverse", dark, "--dimensions", "all", "--steps", "3", "--plain");
    expect(all.result).toMatchObject({ width: 3 * 66 - 2, height: 12 * 66 - 2, dimensions: strongest });
    const two = await made("t.json", "traverse", "--dimensions", "4,1", "--range", "-2,2", "--steps", "3");
    expect(two.json.dimensions).toEqual([4, 1]);
    expect(two.json.images).toHaveLength(6);
  });

  it("moves attributes to both sides of the face itself", async () => {
    const { json } = await made(
      "a.json",
      "traverse",
      dark,
      "--attribute",
      "hair,smile",
      "--range",
      "2",
      "--steps",
      "5",
    );
    expect(json.attributes.map(({ attribute }: { attribute: string }) => attribute)).toEqual(["hair", "smile"]);
    const reconstructed = (await made("base.json", "reconstruct", dark)).json;
    for (const row of json.attributes) {
      expect(row.strengths).toEqual([-2, -1, 0, 1, 2]);
      expect(row.latents[2]).toEqual(reconstructed.latents[0]);
      expect(new Set(row.images).size).toBe(5);
    }
    const { result } = await made("a.png", "traverse", "--attribute", "all", "--steps", "3");
    expect(result.attributes.length).toBeGreaterThan(2);
  });
});

describe("kiln reconstruct", () => {
  it("goes through files and folders, and skips what is no picture, with a reason", async () => {
    const folder = join(root, "mixed");
    mkdirSync(join(folder, "below"), { recursive: true });
    writeFileSync(join(folder, "text.png"), "not a picture");
    writeFileSync(join(folder, "empty.jpg"), "");
    const avif = await oddPicture().avif().toBuffer();
    writeFileSync(join(folder, "phone.jpg"), heif(avif, ["mif1", "mif1", "heic", "miaf"]));
    writeFileSync(join(folder, "half.jpg"), cutOff(await oddPicture().jpeg().toBuffer(), 0.6));
    await sharp(light)
      .resize(200, 100)
      .jpeg()
      .toFile(join(folder, "below", "wide.jpg"));
    const { result, json } = await made("r.json", "reconstruct", dark, folder, join(root, "gone.png"));
    expect(result.pictures.map(({ file }: { file: string }) => basename(file))).toEqual(["dark.png", "wide.jpg"]);
    const skipped = result.skipped.map(
      ({ file, reason }: Record<string, string>) => `${basename(file ?? "")}: ${reason}`,
    );
    expect(skipped).toHaveLength(5);
    expect(skipped).toContainEqual(expect.stringMatching(/^text\.png: text, not a picture/));
    expect(skipped).toContainEqual("empty.jpg: the file is empty: copy or download it again");
    expect(skipped).toContainEqual("phone.jpg: HEIC, which cannot be read here: export it as JPEG or PNG");
    expect(skipped).toContainEqual("half.jpg: cut off in the middle: copy or download it again");
    expect(skipped).toContainEqual("gone.png: there is no such file");
    expect(json.errors).toHaveLength(2);
    expect(json.errors[0]).toBeGreaterThan(0);
    expect(json.errors[0]).toBeLessThan(0.2);
    const picture = await made("r.png", "reconstruct", dark, folder, "--plain");
    expect(picture.result).toMatchObject({ width: 130, height: 130 });
    const one = await made("r.png", "reconstruct", dark, folder, "--count", "1");
    expect(one.result).toMatchObject({ left: 5, pictures: [{ file: dark }] });
  });
});

describe("bad input", () => {
  const text = join(root, "text.png");
  const nowhere = join(root, "nowhere", "x.png");
  beforeAll(() => writeFileSync(text, "not a picture"));

  it.each<[what: string, argv: string[], code: number, message: RegExp]>([
    ["a file that is not there", ["interpolate", "gone.png", "seed:1"], 3, /^error: gone\.png: there is no such file/],
    ["text named .png, first", ["interpolate", text, "seed:1"], 3, /text\.png: text, not a picture/],
    ["text named .png, second", ["interpolate", "seed:1", text], 3, /text\.png: text, not a picture/],
    ["text as the base", ["traverse", text], 3, /text\.png: text, not a picture/],
    [
      "text as the base of an attribute",
      ["traverse", text, "--attribute", "hair"],
      3,
      /text\.png: text, not a picture/,
    ],
    ["only bad files", ["reconstruct", text, "gone.png"], 3, /text\.png: .*\(and 1 more that cannot be used\)/],
    ["a folder as an end", ["interpolate", "seed:1", root], 3, /is a folder, not a picture/],
    ["a seed of an end", ["interpolate", "seed:1", "seed:1.5"], 2, /^error: b: "seed:1\.5" is no seed/],
    ["a seed", ["sample", "--seed", "x"], 2, /"--seed <n>" argument "x" is invalid/],
    ["no faces", ["sample", "--count", "0"], 2, /"--count <n>" argument "0" is invalid.*1 to 256/],
    ["a temperature", ["sample", "--temperature", "9"], 2, /"--temperature <t>" argument "9" is invalid.*0 to 4/],
    ["no steps", ["interpolate", "seed:1", "seed:2", "--steps", "0"], 2, /"--steps <n>" argument "0".*2 to 128/],
    ["a method", ["interpolate", "seed:1", "seed:2", "--method", "x"], 2, /"--method <name>" argument "x" is invalid/],
    ["an unknown latent number", ["traverse", "--dimensions", "3,12"], 2, /^error: --dimensions: there is no .* 12/],
    ["latent numbers that are none", ["traverse", "--dimensions", "3,x"], 2, /"--dimensions <list>" argument "3,x"/],
    ["an unknown attribute", ["traverse", "--attribute", "hiar"], 2, /^error: --attribute: .*"hiar"\n.*mean hair\?/],
    ["both kinds of row", ["traverse", "--attribute", "hair", "--dimensions", "1"], 2, /not both/],
    ["a range", ["traverse", "--range", "3,-3"], 2, /"--range <from,to>" argument "3,-3" is invalid/],
    ["a form that is none", ["sample", "--out", "x.gif"], 2, /^error: --out: x\.gif: .*\.png or \.webp/],
    ["a folder that is not there", ["sample", "--out", nowhere], 2, /^error: --out: there is no folder .*nowhere/],
    [
      "a picture too wide",
      ["interpolate", "seed:1", "seed:2", "--steps", "128", "--scale", "8"],
      2,
      /^error: --scale: /,
    ],
    ["a version", ["sample", "--version", "9"], 1, /there is no version 9 of faces/],
  ])("%s is named", async (_, argv, code, message) => {
    const out = argv.includes("--out") ? [] : ["--out", join(root, "bad.png")];
    const ended = await kiln(...argv, "--repository", repository, ...out);
    expect(ended.err).toMatch(new RegExp(message, "m"));
    expect(ended.code).toBe(code);
    expect(existsSync(join(root, "bad.png"))).toBe(false);
  });

  it("says what to do when nothing is published", async () => {
    const { code, err } = await kiln("sample", "--repository", join(root, "nothing"));
    expect(code).toBe(1);
    expect(err).toMatch(/no published version of faces[\s\S]*kiln export faces/);
  });
});
