import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { InputError } from "../../../../../core/errors.js";
import { type Reporter, silentReporter } from "../../../../../core/reporter.js";
import { openPictures } from "../../../../../models/faces/train/dataset/open.js";
import type { PictureSet } from "../../../../../models/faces/train/dataset/picture-set.js";
import { bmp, cameraJpeg, cut, heif, oddPicture, phoneJpeg, tiffInStrips } from "../../../../fixtures/odd-pictures.js";

const root = mkdtempSync(join(tmpdir(), "kiln-folder-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folder = "";
let cache = "";
let next = 0;
beforeEach(() => {
  next += 1;
  folder = join(root, `pictures-${next}`);
  cache = join(root, `cache-${next}`);
  mkdirSync(folder);
});

function openFolder(
  more: { signal?: AbortSignal; reporter?: Reporter; pixelLimit?: number } = {},
): Promise<PictureSet> {
  const { reporter = silentReporter, ...rest } = more;
  return openPictures({ folder, count: 0, seed: 1, fit: "crop", cache, ...rest }, reporter);
}

async function flat(name: string, [r, g, b]: [number, number, number], side = 70): Promise<void> {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  await sharp({ create: { width: side, height: side, channels: 3, background: { r, g, b } } })
    .png()
    .toFile(path);
}

async function first(set: PictureSet, index: number): Promise<number[]> {
  const pixels = new Uint8Array(64 * 64 * 3);
  await set.read(Uint32Array.of(index), pixels);
  return Array.from(pixels.subarray(0, 3));
}

describe("a folder of pictures", () => {
  it("is read in the byte order of its paths, sub-folders too, hidden files left out", async () => {
    await flat("b.png", [1, 0, 0]);
    await flat("B.png", [2, 0, 0]);
    await flat("a/z.png", [3, 0, 0]);
    await flat("é.png", [4, 0, 0]);
    await flat(".hidden.png", [5, 0, 0]);
    await flat(".git/x.png", [6, 0, 0]);
    writeFileSync(join(folder, "notes.txt"), "hello");
    const set = await openFolder();
    expect(Array.from({ length: set.count }, (_, i) => set.name(i))).toEqual(["B.png", "a/z.png", "b.png", "é.png"]);
    expect(await first(set, 1)).toEqual([3, 0, 0]);
    expect(set.report).toMatchObject({ loaded: 4, hidden: 2, made: 4 });
    expect(set.report.skipped).toEqual([{ name: "notes.txt", reason: "another kind of file (.txt)" }]);
    expect(() => set.name(4)).toThrow(RangeError);
    await expect(set.read(Uint32Array.of(4), new Uint8Array(12288))).rejects.toThrow(RangeError);
    await set.close();
  });

  it("decodes a file once: unchanged, touched or copied, it comes from the cache", async () => {
    await flat("one.png", [10, 20, 30]);
    await flat("two.png", [40, 50, 60]);
    const before = await openFolder();
    expect(before.report.made).toBe(2);
    utimesSync(join(folder, "one.png"), 1, 1);
    await sharp(join(folder, "two.png")).jpeg({ quality: 100 }).toFile(join(folder, "four.jpg"));
    await sharp(join(folder, "two.png")).png({ compressionLevel: 0 }).toFile(join(folder, "three.png"));
    const after = await openFolder();
    expect(after.report.made).toBe(2);
    expect(after.count).toBe(4);
    // three.png is two.png in other bytes; the JPEG may differ by a level and then is a picture of its own
    expect(after.report.duplicates.flat()).toEqual(expect.arrayContaining(["three.png", "two.png"]));
    expect(after.hash).not.toBe(before.hash);
    rmSync(join(folder, "three.png"));
    rmSync(join(folder, "four.jpg"));
    const again = await openFolder();
    expect(again).toMatchObject({ hash: before.hash, count: 2, report: { made: 0 } });
    for (const set of [before, after, again]) await set.close();
  });

  it("sees a file that changed under the same name", async () => {
    await flat("one.png", [10, 20, 30]);
    await (await openFolder()).close();
    await flat("one.png", [99, 20, 30], 71);
    const set = await openFolder();
    expect(await first(set, 0)).toEqual([99, 20, 30]);
    await set.close();
  });

  it("goes on after a kill: half a line and missing pixels are made again", async () => {
    for (let i = 0; i < 5; i++) await flat(`${i}.png`, [i, 0, 0]);
    await (await openFolder()).close();
    const [name = ""] = readdirSync(join(cache, "faces"));
    const place = join(cache, "faces", name);
    appendFileSync(join(place, "index.jsonl"), '{"name":"9.png","bytes":12,"modi');
    truncateSync(join(place, "pixels.u8"), 3 * 12288 + 17);
    const set = await openFolder();
    expect(set.report).toMatchObject({ loaded: 5, made: 2 });
    for (let i = 0; i < 5; i++) expect(await first(set, i)).toEqual([i, 0, 0]);
    await set.close();
    const quiet = await openFolder();
    expect(quiet.report.made).toBe(0);
    await quiet.close();
  });

  it("stops when it is told to and keeps what it has", async () => {
    for (let i = 0; i < 80; i++) await flat(`${String(i).padStart(2, "0")}.png`, [i, 0, 0]);
    const stop = new AbortController();
    const reporter = { ...silentReporter, progress: () => stop.abort() };
    await expect(openFolder({ signal: stop.signal, reporter })).rejects.toThrow("stopped after");
    const set = await openFolder();
    expect(set.count).toBe(80);
    expect(set.report.made).toBeLessThan(20);
    await set.close();
  });

  it("reads what every viewer shows, and names what it cannot read", async () => {
    const jpeg = await oddPicture().jpeg().toBuffer();
    const avif = await oddPicture().avif().toBuffer();
    const files = {
      "good.jpg": jpeg,
      "phone.jpg": phoneJpeg(jpeg),
      "camera.jpg": cameraJpeg(jpeg),
      "cut.jpg": cut(jpeg, 0.6),
      "IMG_1.HEIC": heif(avif, ["heic", "mif1", "heic", "miaf"]),
      "IMG_2.jpg": heif(avif, ["mif1", "mif1", "heic", "miaf"]),
      "IMG_3.jpg": heif(avif, ["mif1", "mif1", "avif", "miaf"], "av01"),
      "IMG_4.HEIC": jpeg,
      "old.bmp": bmp(),
      "raw.NEF": tiffInStrips(32_803),
      "scan.pdf": Buffer.from("%PDF-1.7\n"),
      "empty.png": Buffer.alloc(0),
    };
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    const set = await openFolder();
    const names = Array.from({ length: set.count }, (_, i) => set.name(i));
    expect(names).toEqual(["IMG_3.jpg", "IMG_4.HEIC", "camera.jpg", "good.jpg", "phone.jpg"]);
    expect(set.report.duplicates).toEqual([["IMG_4.HEIC", "camera.jpg", "good.jpg", "phone.jpg"]]);
    expect(set.report.skipped.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      "IMG_1.HEIC: HEIC, which cannot be read here: export it as JPEG or PNG",
      "IMG_2.jpg: HEIC, which cannot be read here: export it as JPEG or PNG",
      "cut.jpg: cut off in the middle: copy or download it again",
      "empty.png: the file is empty: copy or download it again",
      "old.bmp: BMP, which cannot be read here: export it as JPEG or PNG",
      "raw.NEF: camera RAW, which cannot be read here: export it as JPEG or PNG",
      "scan.pdf: PDF, which cannot be read here: export it as JPEG or PNG",
    ]);
    await set.close();
  });

  it("follows links once, and loops not at all", async () => {
    await flat("real/one.png", [1, 1, 1]);
    symlinkSync("..", join(folder, "real", "up"));
    symlinkSync("real", join(folder, "zlink"));
    symlinkSync("real/one.png", join(folder, "link.png"));
    symlinkSync("nowhere.png", join(folder, "broken.png"));
    const set = await openFolder();
    expect(Array.from({ length: set.count }, (_, i) => set.name(i))).toEqual(["link.png", "real/one.png"]);
    expect(set.report.skipped.map(({ name }) => name)).toEqual(["broken.png", "real/up", "zlink"]);
    expect(set.report.duplicates).toEqual([["link.png", "real/one.png"]]);
    await set.close();
  });

  it("refuses a picture over the pixel limit by its header", async () => {
    await flat("large.png", [0, 0, 0], 200);
    await flat("small.png", [0, 0, 0], 20);
    const set = await openFolder({ pixelLimit: 10_000 });
    expect(set.report.skipped).toEqual([
      { name: "large.png", reason: "200 x 200 pixels, more than the limit of 0.01 megapixels: make it smaller" },
    ]);
    await set.close();
  });

  it("says what is wrong with no folder, a file, an empty folder, and a folder of other things", async () => {
    await expect(openFolder()).rejects.toThrow("the folder is empty");
    writeFileSync(join(folder, "fake.png"), "not really");
    writeFileSync(join(folder, "readme.md"), "#");
    await expect(openFolder()).rejects.toThrow(/no picture among 2 files .*fake\.png: text, not a picture/);
    folder = join(folder, "fake.png");
    await expect(openFolder()).rejects.toThrow("a file, not a folder");
    folder = join(root, "missing");
    await expect(openFolder()).rejects.toThrow(InputError);
  });
});

const odd = "../shared/data/odd-images";
describe.skipIf(!existsSync(odd))("the odd pictures (../shared/data/odd-images, where it is there)", () => {
  it("are loaded or skipped as their README asks", async () => {
    const set = await openPictures({ folder: odd, count: 0, seed: 1, fit: "crop", cache }, silentReporter);
    const names = Array.from({ length: set.count }, (_, i) => set.name(i));
    expect(names).toEqual([
      "01_rgb_ok.jpg",
      "02_rgb_ok.png",
      "03_gray.jpg",
      "04_cmyk.jpg",
      "07_rgba_soft_alpha.png",
      "08_palette_alpha.png",
      "10_gray16.png",
      "14_lossy.webp",
      "17_animated_3frames.gif",
      "18_exif_rotate90.jpg",
      "31_wide_600x40.png",
      "34_exact_copy_of_01.jpg",
    ]);
    expect(set.report.skipped.map(({ name, reason }) => `${name}: ${reason.split(" (")[0]}`)).toEqual([
      "21_truncated_half.jpg: cut off in the middle: copy or download it again",
      "24_zero_bytes.jpg: the file is empty: copy or download it again",
      "25_bomb_header_60000x60000.png: 60000 x 60000 pixels, more than the limit of 100 megapixels: make it smaller",
      "27_text_renamed.jpg: text, not a picture: give a JPEG or PNG file",
      "README.txt: another kind of file",
    ]);
    expect(set.report.duplicates).toEqual([["01_rgb_ok.jpg", "34_exact_copy_of_01.jpg"]]);
    const pixels = new Uint8Array(set.count * 12288);
    await set.read(Uint32Array.from(names.keys()), pixels);
    const at = (name: string, x: number, y: number) => {
      const from = names.indexOf(name) * 12288 + (y * 64 + x) * 3;
      return Array.from(pixels.subarray(from, from + 3));
    };
    const isRed = ([r = 0, g = 0, b = 0]: number[]) => r > 180 && g < 90 && b < 90;
    // the red triangle is top left where the picture is upright and its colours are right
    for (const name of ["01_rgb_ok.jpg", "02_rgb_ok.png", "04_cmyk.jpg", "14_lossy.webp", "17_animated_3frames.gif"]) {
      expect(isRed(at(name, 2, 2)), name).toBe(true);
    }
    expect(isRed(at("18_exif_rotate90.jpg", 1, 1))).toBe(true);
    // hidden pixels are green: white must show, not they
    expect(at("07_rgba_soft_alpha.png", 63, 63)).toEqual([255, 255, 255]);
    const [gray = 0, ...others] = at("03_gray.jpg", 40, 40);
    expect(others).toEqual([gray, gray]);
    // 16 bits are scaled, not clipped: there are dark and light parts
    const deep = pixels.subarray(names.indexOf("10_gray16.png") * 12288, (names.indexOf("10_gray16.png") + 1) * 12288);
    expect(Math.min(...deep)).toBeLessThan(90);
    expect(deep.filter((value) => value === 255).length).toBeLessThan(3000);
    await set.close();
  });
});
