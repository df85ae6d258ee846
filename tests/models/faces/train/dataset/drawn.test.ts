import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { silentReporter } from "../../../../../core/reporter.js";
import { openPictures } from "../../../../../models/faces/train/dataset/open.js";
import type { PictureSet } from "../../../../../models/faces/train/dataset/picture-set.js";
import { writeDrawnFaces } from "../../../../../models/faces/train/dataset/write-drawn.js";
import { drawFactors } from "../../../../../models/faces/train/draw/factors.js";

const root = mkdtempSync(join(tmpdir(), "kiln-drawn-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const opened: PictureSet[] = [];
afterAll(() => Promise.all(opened.map((set) => set.close())));

async function open(cache: string, count: number, seed = 1, signal?: AbortSignal, reporter = silentReporter) {
  const set = await openPictures({ count, seed, fit: "crop", cache: join(root, cache), signal }, reporter);
  opened.push(set);
  return set;
}

async function openFiles(folder: string, reporter = silentReporter) {
  const set = await openPictures({ folder, count: 0, seed: 1, fit: "crop", cache: root }, reporter);
  opened.push(set);
  return set;
}

/** As a Buffer, whose `equals` is quick: toEqual looks at a million numbers one by one. */
async function pixelsOf(set: PictureSet): Promise<Buffer> {
  const pixels = Buffer.alloc(set.count * 12288);
  await set.read(
    Uint32Array.from({ length: set.count }, (_, i) => i),
    pixels,
  );
  return pixels;
}

describe("drawn faces in the cache", () => {
  it("are the seed's; a smaller set is the beginning of a larger one", async () => {
    const small = await open("a", 21);
    expect(small.report).toMatchObject({ loaded: 21, made: 24, source: "embedded faces, seed 1" });
    const large = await open("a", 50);
    expect(large.report.made).toBe(32);
    const [few, many] = [await pixelsOf(small), await pixelsOf(large)];
    expect(many.subarray(0, few.length).equals(few)).toBe(true);
    expect(large.factors).toEqual(drawFactors(1, 50));
    expect((await open("a", 21)).report.made).toBe(0);
    expect((await open("b", 21, 2)).hash).not.toBe(small.hash);
    await expect(small.read(Uint32Array.of(21), new Uint8Array(12288))).rejects.toThrow(RangeError);
  });

  it("are the same after an interrupted drawing, and after a file that was cut short", async () => {
    const whole = await pixelsOf(await open("c", 120));
    const stop = new AbortController();
    const reporter = { ...silentReporter, progress: () => stop.abort() };
    await expect(open("d", 120, 1, stop.signal, reporter)).rejects.toThrow("stopped after drawing 8 of 120");
    const set = await open("d", 120);
    expect(set.report.made).toBe(112);
    expect((await pixelsOf(set)).equals(whole)).toBe(true);
    const [name = ""] = readdirSync(join(root, "d", "faces"));
    truncateSync(join(root, "d", "faces", name, "pixels.u8"), 77 * 12288 + 5);
    expect((await pixelsOf(await open("d", 120))).equals(whole)).toBe(true);
  });
});

describe("drawn faces as files", () => {
  it("are what training sees, with their factors, and are read back as such", async () => {
    const out = join(root, "files");
    const files = await writeDrawnFaces({ count: 19, seed: 1, out, reporter: silentReporter });
    expect(files).toHaveLength(21);
    const csv = readFileSync(join(out, "factors.csv"), "utf8").trim().split("\n");
    expect(csv).toHaveLength(20);
    expect(csv[0]).toMatch(/^file,background,hair_colour,/);
    const read = await openFiles(out);
    expect(read.count).toBe(19);
    expect(read.report.skipped).toEqual([]);
    expect(read.factors).toEqual(drawFactors(1, 19));
    expect((await pixelsOf(read)).equals(await pixelsOf(await open("a", 19)))).toBe(true);
  });

  it("go on where they stopped, and are never mixed with another seed", async () => {
    const out = join(root, "files");
    rmSync(join(out, "face-000003.png"));
    const kept = join(out, "face-000004.png");
    writeFileSync(kept, "kept");
    await writeDrawnFaces({ count: 19, seed: 1, out, reporter: silentReporter });
    expect(readFileSync(kept, "utf8")).toBe("kept");
    expect(readdirSync(out)).toContain("face-000003.png");
    await expect(writeDrawnFaces({ count: 19, seed: 2, out, reporter: silentReporter })).rejects.toThrow(
      "holds faces of seed 1",
    );
  });

  it("have factors that are checked when they are read", async () => {
    const out = join(root, "wrong");
    await writeDrawnFaces({ count: 2, seed: 1, out, reporter: silentReporter });
    const path = join(out, "factors.csv");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace(/\n(face-000001.png),\d/, "\n$1,8"));
    await expect(openFiles(out)).rejects.toThrow(/row 3, column background: "8" is no level/);
    writeFileSync(path, text.replace(/\nface-000001.png.*/, ""));
    const warnings: string[] = [];
    const reporter = { ...silentReporter, warn: (message: string) => void warnings.push(message) };
    const set = await openFiles(out, reporter);
    expect(set.factors).toBeUndefined();
    expect(warnings).toEqual(["factors.csv says nothing of face-000001.png: its factors are not used."]);
  });
});
