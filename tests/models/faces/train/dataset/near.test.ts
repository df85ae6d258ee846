import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { silentReporter } from "../../../../../core/reporter.js";
import { isNearlyEqual, type Likeness, mirrored } from "../../../../../models/faces/train/dataset/likeness.js";
import { joinNear } from "../../../../../models/faces/train/dataset/near-groups.js";
import { openPictures } from "../../../../../models/faces/train/dataset/open.js";
import { mirroredPrint, PrintIndex, printOf } from "../../../../../models/faces/train/dataset/print-index.js";
import { splitPictures } from "../../../../../models/faces/train/dataset/split.js";
import { drawFactors, FACTORS, type FaceFactors, faceAt } from "../../../../../models/faces/train/draw/factors.js";
import { renderStrip } from "../../../../../models/faces/train/draw/render.js";

const root = mkdtempSync(join(tmpdir(), "kiln-near-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function drawn(faces: readonly FaceFactors[], size = 64): Promise<Buffer[]> {
  const pictures: Buffer[] = [];
  for (let first = 0; first < faces.length; first += 8) {
    const strip = Buffer.from(await renderStrip(faces.slice(first, first + 8), size));
    const bytes = size * size * 3;
    for (let i = 0; i * bytes < strip.length; i++) pictures.push(strip.subarray(i * bytes, (i + 1) * bytes));
  }
  return pictures;
}

function facesOf(seed: number, count: number): FaceFactors[] {
  const values = drawFactors(seed, count);
  return Array.from({ length: count }, (_, i) => faceAt(values, i));
}

const image = (pixels: Buffer, size: number) => sharp(pixels, { raw: { width: size, height: size, channels: 3 } });

/** Groups of pictures in memory; none of them equal. */
async function groupsOf(pictures: readonly Uint8Array[], alike: Likeness = "near"): Promise<Uint32Array> {
  return await joinNear(
    Uint32Array.from(pictures, (_, i) => i),
    {
      alike,
      reporter: silentReporter,
      read: async (indices) => Buffer.concat([...indices].map((i) => pictures[i] ?? new Uint8Array())),
    },
  );
}

describe("no false group", () => {
  it("among 500 drawn faces", async () => {
    const faces = await drawn(facesOf(3, 500));
    const different = new Map(faces.map((face) => [face.toString("latin1"), face]));
    expect(different.size).toBeGreaterThan(490);
    expect(new Set(await groupsOf([...different.values()], "mirrored")).size).toBe(different.size);
  });

  it("between faces that differ by one step of one factor", async () => {
    const faces = facesOf(8, 24);
    const plain = await drawn(faces);
    for (const { name, levels } of FACTORS) {
      const next = await drawn(
        faces.map((face) => ({ ...face, [name]: face[name] + (face[name] + 1 < levels ? 1 : -1) })),
      );
      const alike = plain.filter((face, i) => isNearlyEqual(face, next[i] ?? face));
      expect([name, alike.length]).toEqual([name, 0]);
    }
  });
});

describe("a folder with copies", () => {
  const folder = join(root, "copies");
  const open = async (alike: Likeness) =>
    await openPictures({ folder, count: 0, seed: 1, fit: "crop", alike, cache: join(root, "cache") }, silentReporter);

  it("reports them as groups, and never divides a group", async () => {
    mkdirSync(folder);
    const large = await drawn(facesOf(11, 30), 200);
    const small = await drawn(facesOf(12, 30));
    const save = async (name: string, picture: Sharp) => writeFileSync(join(folder, name), await picture.toBuffer());
    for (const [i, pixels] of [...large, ...small].entries()) {
      const size = i < 30 ? 200 : 64;
      const name = `p${String(i).padStart(2, "0")}`;
      await save(`${name}.png`, image(pixels, size).png());
      if (i % 10 === 0) await save(`${name}-70.jpg`, image(pixels, size).jpeg({ quality: 70 }));
      if (i % 10 === 1)
        await save(
          `${name}-large.jpg`,
          image(pixels, size)
            .resize(2 * size)
            .jpeg(),
        );
      if (i % 10 === 2)
        await save(
          `${name}-less.webp`,
          image(pixels, size)
            .resize(Math.round(0.75 * size))
            .webp(),
        );
      if (i % 10 === 3) await save(`${name}-mirror.png`, image(pixels, size).flop().png());
      if (i % 10 === 4) await save(`${name}-same.png`, image(pixels, size).png({ compressionLevel: 0 }));
      if (i % 10 === 5) {
        await save(`${name}-50.jpg`, image(pixels, size).jpeg({ quality: 50 }));
        await save(`${name}-same.png`, image(pixels, size).png({ compressionLevel: 0 }));
      }
    }
    const copies = (of: readonly number[], ...endings: string[]) =>
      [0, 10, 20, 30, 40, 50].flatMap((first) =>
        of.map((i) => `p${String(first + i).padStart(2, "0")}`).map((name) => endings.map((ending) => name + ending)),
      );
    const expected = [
      ...copies([0], "-70.jpg", ".png"),
      ...copies([1], "-large.jpg", ".png"),
      ...copies([2], "-less.webp", ".png"),
      ...copies([5], "-50.jpg", "-same.png", ".png"),
    ].sort();
    const near = await open("near");
    expect([...near.report.near].sort()).toEqual(expected);
    expect(near.report.duplicates).toEqual(copies([4, 5], "-same.png", ".png"));
    for (let seed = 0; seed < 20; seed++) {
      const { training, validation } = splitPictures(near, { validation: 0.2, seed });
      const side = (indices: Uint32Array) => new Set(Array.from(indices, (index) => near.name(index)));
      const [learnt, held] = [side(training), side(validation)];
      const divided = expected.filter(
        (group) => group.some((name) => learnt.has(name)) && group.some((name) => held.has(name)),
      );
      expect(divided).toEqual([]);
    }
    const flipped = await open("mirrored");
    expect([...flipped.report.near].sort()).toEqual([...expected, ...copies([3], "-mirror.png", ".png")].sort());
    const equal = await open("equal");
    expect(equal.report).toMatchObject({ near: [], duplicates: near.report.duplicates });
    expect(equal.hash).toBe(near.hash);
    for (const set of [near, flipped, equal]) await set.close();
  });
});

it("without nearly equal pictures the groups are those of equal ones, number by number", async () => {
  const pictures = await drawn(facesOf(21, 40));
  const equal = Uint32Array.from([...pictures.keys(), 3, 3, 7], (i) => i);
  const groups = await joinNear(equal, {
    alike: "near",
    reporter: silentReporter,
    read: async (indices) => Buffer.concat([...indices].map((i) => pictures[i] ?? new Uint8Array())),
  });
  expect(groups).toEqual(equal);
});

describe("the index of prints", () => {
  it("finds a copy, also in a mirror, and few others", async () => {
    const pictures = await drawn(facesOf(5, 400));
    const index = new PrintIndex(pictures.length);
    for (const [i, picture] of pictures.entries()) index.add(i, printOf(picture));
    for (const [i, picture] of pictures.entries()) {
      const jpeg = await image(picture, 64).jpeg({ quality: 60 }).toBuffer();
      const again = printOf(await sharp(jpeg).raw().toBuffer());
      expect(index.find(again)).toContain(i);
      expect(index.find(mirroredPrint(printOf(mirrored(picture))))).toContain(i);
    }
  });

  it("hands over no more than a few, however many are alike", () => {
    const index = new PrintIndex(3000);
    const blank = printOf(new Uint8Array(64 * 64 * 3).fill(250));
    for (let i = 0; i < 3000; i++) index.add(i, blank);
    expect(index.find(blank)).toHaveLength(8);
  });
});
