import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Random } from "../../../../core/random.js";
import { silentReporter } from "../../../../core/reporter.js";
import { pictureFolder } from "../../../../train/data/picture-folder/picture-folder.js";
import { field, openReader, wholePart } from "../read.js";

const root = mkdtempSync(join(tmpdir(), "kiln-leaves-"));
const folder = join(root, "leaves");
afterAll(() => rmSync(root, { recursive: true }));

const image = field("image", "picture", { shape: [8, 8, 3] });
const species = field("species", "labels", { role: "output" });
const columns = { image: "file", species: "folder" };

/** A picture of one colour, the number of which is its blue; oaks are red. */
async function paint(name: string, kind: string, blue: number) {
  const background = { r: kind === "oak" ? 200 : 10, g: 50, b: blue };
  await sharp({ create: { width: 16, height: 16, channels: 3, background } })
    .png()
    .toFile(join(folder, kind, name));
}

beforeAll(async () => {
  for (const kind of ["oak", "ash"]) mkdirSync(join(folder, kind), { recursive: true });
  for (let i = 0; i < 20; i++) for (const kind of ["oak", "ash"]) await paint(`${i}.png`, kind, i * 10);
  writeFileSync(join(folder, "oak", "broken.jpg"), "not a picture");
  await paint("../outside.png", "ash", 5);
});

it("reads each picture with the name of its folder, once, and tells what it leaves out", async () => {
  const warned: string[] = [];
  const reader = pictureFolder("leaves", columns, { augment: ["flip", "crop", "colour"] });
  const context = { base: root, cache: join(root, "cache") };
  const data = await openReader(reader, [image, species], {
    ...context,
    reporter: { ...silentReporter, warn: (text) => warned.push(text) },
  });
  expect(data.names).toEqual({ species: ["ash", "oak"] });
  expect(data.classCounts).toEqual({ species: [14, 14] });
  expect(warned).toEqual([
    expect.stringMatching(/^1 picture: oak\/broken\.jpg \(.+\) cannot be read and is left out\.$/),
    "1 picture: outside.png lies in no folder of a class and is left out.",
  ]);
  const seen = new Set<string>();
  for (const part of ["training", "validation", "test"] as const) {
    const { image: pictures, species: told } = await wholePart(data, part);
    for (let i = 0; i < data.parts[part].rows; i++) {
      const [red, green, blue] = pictures?.data.slice(i * 192, i * 192 + 3) ?? [];
      const kind = told?.data[i] === 1 ? "oak" : "ash";
      expect([red, green]).toEqual([kind === "oak" ? 200 : 10, 50]);
      seen.add(`${kind}/${(blue ?? 0) / 10}.png`);
      expect((await data.describeRow(part, i)).file).toBe(`${kind}/${(blue ?? 0) / 10}.png`);
    }
  }
  expect(seen.size).toBe(40);
  // The same flips for the same stream: what a resumed training draws.
  const draw = () => reader.augmentation?.([image, species])?.draw(Random.seeded(3), 4);
  expect(draw()).toEqual(draw());
  expect(draw()).toMatchObject({ "augment/boxes": { dims: [4, 4] }, "augment/colour": { dims: [4, 3] } });
  await data.close();
  const again = await openReader(reader, [{ ...image, shape: [8, 8, 1] }, species], context);
  const grey = (await again.read("test", Uint32Array.of(0))).image?.data[0] as number;
  expect(
    [0.299 * 200 + 0.587 * 50, 0.299 * 10 + 0.587 * 50].some(
      (base) => grey - base >= -1e-3 && grey - base < 0.114 * 191,
    ),
  ).toBe(true);
  await again.close();
});

it("takes what a table says of a picture, and tells of pictures and rows without the other", async () => {
  const rows = Array.from({ length: 20 }, (_, i) => `oak/${i}.png,${i * 3}\nash/${i},${i}`);
  writeFileSync(join(folder, "prices.csv"), `picture,price\n${rows.slice(1).join("\n")}\nelm/1.png,4\n`);
  const price = field("price", "number", { role: "output" });
  const reader = pictureFolder(
    "leaves",
    { image: "file", price: "price" },
    { table: { file: "prices.csv", name: "picture" } },
  );
  const data = await openReader(reader, [image, price], { base: root, cache: join(root, "cache") });
  const { image: pictures, price: told } = await wholePart(data, "training");
  for (let i = 0; i < data.parts.training.rows; i++) {
    const [red, , blue] = pictures?.data.slice(i * 192, i * 192 + 3) ?? [];
    expect(told?.data[i]).toBe(((blue ?? 0) / 10) * (red === 200 ? 3 : 1));
  }
  expect(data.findings.warnings).toContainEqual(expect.stringMatching(/^3 pictures: .*have no row in the table/));
  expect(data.findings.warnings).toContainEqual("1 picture: elm/1.png is in the table and not in the folder.");
  await data.close();
});

it("tells of equal pictures in two parts, whatever their files, and refuses a folder without pictures", async () => {
  const twins = join(root, "twins");
  for (const kind of ["a", "b"]) mkdirSync(join(twins, kind), { recursive: true });
  for (let i = 0; i < 20; i++) {
    for (const [k, kind] of ["a", "b"].entries()) {
      const flat = sharp({
        create: { width: 8, height: 8, channels: 3, background: { r: k * 100, g: 0, b: (i >> 1) * 20 } },
      });
      await flat
        .png({ compressionLevel: i % 2 === 0 ? 1 : 9, palette: false })
        .withMetadata({ density: 72 + i })
        .toFile(join(twins, kind, `${i}.png`));
    }
  }
  const data = await openReader(pictureFolder("twins", columns), [image, species], { base: root });
  expect(data.findings.warnings).toContainEqual(expect.stringContaining("are in the training part too"));
  await data.close();
  mkdirSync(join(root, "empty"));
  await expect(openReader(pictureFolder("empty", columns), [image, species], { base: root })).rejects.toThrow(
    "empty: there is no picture in the folder",
  );
});
