/** `kiln data faces`: what is said of a folder, also of one that is too small or holds no picture at all. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { main } from "../../cli/kiln.js";
import { FakeHost } from "../fixtures/host.js";
import { models, projectWith } from "../fixtures/models.js";
import { cut, heif, oddPicture } from "../fixtures/odd-pictures.js";

const root = mkdtempSync(join(tmpdir(), "kiln-data-faces-"));
const before = process.cwd();
// The dry run keeps its cache below the working folder.
beforeAll(() => process.chdir(root));
afterAll(() => {
  process.chdir(before);
  rmSync(root, { recursive: true, force: true });
});

async function kiln(...argv: string[]) {
  const host = new FakeHost();
  const code = await main(argv, projectWith(models.faces), host);
  return { code, out: host.stdout.text, err: host.stderr.text };
}

const bad = Array.from({ length: 30 }, (_, i) => `bad-${String(i).padStart(2, "0")}.jpg`);

function folderOf(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  for (const one of bad) writeFileSync(join(folder, one), "no picture");
  return folder;
}

it("lists every file that is skipped, also when there are too few pictures to train, and then says so", async () => {
  const folder = folderOf("few");
  const jpeg = await oddPicture().jpeg().toBuffer();
  writeFileSync(join(folder, "good.jpg"), jpeg);
  writeFileSync(join(folder, "again.webp"), await oddPicture().webp({ quality: 90 }).toBuffer());
  writeFileSync(join(folder, "half.jpg"), cut(jpeg, 0.6));
  writeFileSync(
    join(folder, "phone.jpg"),
    heif(await oddPicture().avif().toBuffer(), ["mif1", "mif1", "heic", "miaf"]),
  );
  writeFileSync(join(folder, "other.png"), await oddPicture().negate().png().toBuffer());
  const { code, out, err } = await kiln("data", "faces", "--data", folder);
  expect(code).toBe(3);
  for (const name of bad) expect(out).toContain(name);
  expect(out).toContain("text, not a picture: give a JPEG or PNG file");
  expect(out).toMatch(/half\.jpg +cut off in the middle: copy or download it again/);
  expect(out).toMatch(/phone\.jpg +HEIC, which cannot be read here: export it as JPEG or PNG/);
  expect(out).toContain("3 pictures loaded, 32 skipped.");
  expect(err).toContain("Nearly equal pictures: again.webp, good.jpg");
  expect(err).toMatch(/3 pictures leave \d to train on, fewer than one batch of 32/);
  expect(out + err).not.toMatch(/ more: kiln data|--all shows|Vips|libvips/);
  const machine = await kiln("data", "faces", "--data", folder, "--json");
  const [result] = machine.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ event }) => event === "result");
  expect(result).toMatchObject({ loaded: 3, near: [["again.webp", "good.jpg"]], duplicates: [] });
  expect(result?.skipped).toHaveLength(32);
});

it("lists every file of a folder without a picture", async () => {
  const { code, out, err } = await kiln("data", "faces", "--data", folderOf("none"));
  expect(code).toBe(3);
  for (const name of bad) expect(out).toContain(name);
  expect(err).toContain("no picture among 30 files");
});

it("--out says how many files it wrote, not each of them", async () => {
  const { code, out } = await kiln("data", "faces", "--out", "drawn", "--set", "count=40");
  expect(code).toBe(0);
  expect(out.trim().split("\n")).toEqual([
    "42 files in drawn: face-000000.png … face-000039.png, factors.csv, faces.json",
  ]);
  expect(readdirSync("drawn")).toHaveLength(42);
});
