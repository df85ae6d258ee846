/** Runs as they are found: half written, of another version, with files that are none. Each has a page, and says what it lacks. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeReport } from "../../../train/report/write-report.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-damaged-"));
const whole = join(folder, "whole");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const row = (step: number, loss: unknown) =>
  JSON.stringify({ kind: "epoch", epoch: step, step, "training.loss": loss });
let png: Buffer;

beforeAll(async () => {
  png = await sharp({ create: { width: 64, height: 64, channels: 3, background: "#a04010" } })
    .png()
    .toBuffer();
  mkdirSync(join(whole, "samples"), { recursive: true });
  mkdirSync(join(whole, "pictures"));
  mkdirSync(join(whole, "checkpoints"));
  const config = { formatVersion: 1, model: "trend", preset: "demo", seed: 1, settings: {} };
  writeFileSync(join(whole, "config.json"), JSON.stringify(config));
  writeFileSync(join(whole, "status.json"), JSON.stringify({ status: "finished", step: 3, totalSteps: 3, epoch: 3 }));
  writeFileSync(join(whole, "metrics.jsonl"), `${[1, 2, 3].map((step) => row(step, 1 / step)).join("\n")}\n`);
  writeFileSync(join(whole, "samples", "final.png"), png);
  writeFileSync(join(whole, "pictures", "map.svg"), '<svg xmlns="http://www.w3.org/2000/svg"></svg>');
  writeFileSync(join(whole, "pictures", "map.png"), png);
});

type Damage = (run: string) => void;
const write =
  (file: string, content: string | Buffer): Damage =>
  (run) =>
    writeFileSync(join(run, file), content);
const replace =
  (file: string, make: (path: string) => void): Damage =>
  (run) => {
    rmSync(join(run, file), { recursive: true, force: true });
    make(join(run, file));
  };

it.each<[string, Damage, RegExp]>([
  [
    "config.json of another version",
    write("config.json", JSON.stringify({ formatVersion: 9, model: "trend", settings: {} })),
    /config\.json is of format version 9, and this Kiln knows 1: read as far as it goes/,
  ],
  [
    "a line that was cut off",
    write("metrics.jsonl", `${row(1, 1)}\n{"kind":"st`),
    /metrics\.jsonl, line 2: cut off or damaged/,
  ],
  [
    "binary garbage among the lines",
    write(
      "metrics.jsonl",
      Buffer.concat([Buffer.from(`${row(1, 1)}\n`), Buffer.from("\xff\x00\n".repeat(50), "latin1")]),
    ),
    /metrics\.jsonl, lines 2, 3, 4, 5, 6 and 45 more: cut off or damaged/,
  ],
  [
    "figures that nobody can draw",
    write(
      "metrics.jsonl",
      [row(1, 1e308), row(2, -1e308), row(3, null), row(4, 0.5)].join("\n").replace("0.5", "1e999"),
    ),
    /metrics\.jsonl, lines 1, 2, 3, 4: figures that are no numbers, or too large to draw/,
  ],
  [
    "steps beyond counting",
    write("metrics.jsonl", `${row(1, 1)}\n${row(1e300, 1)}\n${row(-5, 1)}`),
    /metrics\.jsonl, lines 2, 3: cut off or damaged/,
  ],
  [
    "a folder in a file's place",
    replace("metrics.jsonl", mkdirSync),
    /metrics\.jsonl cannot be read \(illegal operation/,
  ],
  [
    "a file in a folder's place",
    (run) => {
      for (const name of ["checkpoints", "pictures", "samples"]) replace(name, (path) => writeFileSync(path, ""))(run);
    },
    /checkpoints\/ cannot be read \(not a directory\).*pictures\/ cannot be read.*samples\/ cannot be read/s,
  ],
  [
    "a link in a circle",
    replace("status.json", (path) => symlinkSync(path, path)),
    /status\.json cannot be read \(too many/,
  ],
  ["an empty picture", write("samples/final.png", ""), /samples\/final\.png is empty/],
  [
    "a picture that was cut off",
    (run) => write("samples/final.png", png.subarray(0, 60))(run),
    /final\.png is cut off/,
  ],
  ["a picture that is none", write("samples/final.png", "not one"), /samples\/final\.png is no picture/],
  ["a folder called like a picture", replace("samples/final.png", mkdirSync), /samples\/final\.png cannot be read/],
  [
    "a link to no picture",
    replace("samples/final.png", (path) => symlinkSync("/nowhere", path)),
    /samples\/final\.png is missing/,
  ],
  ["an SVG that was cut off", write("pictures/map.svg", "<svg><path d='M0"), /pictures\/map\.svg is cut off/],
  [
    "a checkpoint that is none",
    write("checkpoints/step-00000009.safetensors", "none"),
    /checkpoints\/step-00000009\.safetensors cannot be read/,
  ],
])("%s: shown, with a note", async (name, damage, note) => {
  const run = join(folder, name.replaceAll(" ", "-"));
  cpSync(whole, run, { recursive: true });
  damage(run);
  const { page, notes } = await writeReport([run], join(run, "out"));
  expect(notes.join("\n")).toMatch(note);
  expect(readFileSync(page, "utf8")).toContain("What is missing");
});

it("a picture that is damaged in its middle does not keep the page from being written", async () => {
  const run = join(folder, "middle");
  cpSync(whole, run, { recursive: true });
  const damaged = Buffer.from(png);
  damaged.fill(0, 40, damaged.length - 20);
  writeFileSync(join(run, "samples", "final.png"), damaged);
  const { page } = await writeReport([run], run);
  expect(readFileSync(page, "utf8")).toContain("the file is damaged");
});

it("shows the PNG where the SVG beside it is damaged", async () => {
  const run = join(folder, "fallback");
  cpSync(whole, run, { recursive: true });
  writeFileSync(join(run, "pictures", "map.svg"), "");
  const { pictures } = await writeReport([run], run);
  expect(pictures).toContain(join(run, "pictures", "map.png"));
});
