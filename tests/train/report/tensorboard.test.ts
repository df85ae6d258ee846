/** Event files: their bytes against the formats' own figures, and read back by the real TensorBoard where there is one. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeSafetensors } from "../../../core/safetensors.js";
import { makeTensor } from "../../../core/tensor.js";
import { crc32c, maskedCrc32c } from "../../../train/report/tensorboard/crc32c.js";
import { summaryEvent } from "../../../train/report/tensorboard/event.js";
import { frame } from "../../../train/report/tensorboard/record-file.js";
import { type WrittenEvents, writeEvents } from "../../../train/report/tensorboard/write-events.js";
import { encodeLatents } from "../../../train/run/latents.js";
import { root } from "../../fixtures/source-tree.js";

const python = process.env.KILN_TENSORBOARD_PYTHON ?? "python3";
const hasTensorBoard = spawnSync(python, ["-c", "import tensorboard"]).status === 0;

const run = mkdtempSync(join(tmpdir(), "kiln-events-"));
afterAll(() => rmSync(run, { recursive: true, force: true }));

const kernel = Float32Array.from({ length: 100 }, (_, i) => i / 100);
const epochLatents = {
  epoch: 1,
  names: ["face\t1.png", "face-2.png", "face-3.png"],
  width: 2,
  means: Float32Array.of(0.1, -1, 0.2, -2, 0.3, -3),
};
const latents = {
  ...epochLatents,
  factors: { names: ["hair_colour", "gaze"], values: Int32Array.of(7, 0, 3, 1, 0, 4) },
};
let written: WrittenEvents;

beforeAll(async () => {
  const row = (step: number) => JSON.stringify({ kind: "step", epoch: 0, step, loss: 1 / step, learningRate: 0.5 });
  const epoch = JSON.stringify({ kind: "epoch", epoch: 1, step: 20, "training.loss": 0.25, "validation.loss": 0.5 });
  writeFileSync(join(run, "config.json"), JSON.stringify({ model: "faces", preset: "demo", seed: 1, settings: {} }));
  writeFileSync(join(run, "status.json"), JSON.stringify({ status: "finished", step: 20, totalSteps: 20, epoch: 1 }));
  writeFileSync(join(run, "metrics.jsonl"), `${[row(10), row(20), epoch].join("\n")}\n{"kind":`);
  mkdirSync(join(run, "samples"));
  const png = await sharp({ create: { width: 6, height: 4, channels: 3, background: "#a04010" } })
    .png()
    .toBuffer();
  writeFileSync(join(run, "samples", "final-samples.png"), png);
  writeFileSync(join(run, "samples", "epoch-0001-samples.png"), png);
  mkdirSync(join(run, "checkpoints"));
  const tensor = makeTensor("float32", [100], kernel);
  const tensors = { "weights/head/kernel": tensor, "optimizer/mean/head/kernel": tensor };
  const bytes = Buffer.concat(encodeSafetensors({ tensors, metadata: {} }));
  writeFileSync(join(run, "checkpoints", "step-00000020.safetensors"), bytes);
  writeFileSync(join(run, "checkpoints", "step-00000010.safetensors"), bytes.subarray(0, bytes.length - 4));
  mkdirSync(join(run, "latents"));
  writeFileSync(join(run, "latents", "final.safetensors"), Buffer.concat(encodeLatents(latents)));
  writeFileSync(join(run, "latents", "epoch-0001.safetensors"), Buffer.concat(encodeLatents(epochLatents)));
  writeFileSync(join(run, "latents", "epoch-0002.safetensors"), "cut off");
  writeFileSync(join(run, "latents", "pictures.png"), png);
  written = writeEvents(run);
});

it("leaves numbers that are not finite out of a histogram, and keeps the bins of the others", () => {
  const event = (values: number[]) => summaryEvent({ time: 1, step: 2 }, [{ tag: "latents/all", values }]);
  const damaged = [1, Number.NaN, 2, Number.POSITIVE_INFINITY, 4, Number.NEGATIVE_INFINITY];
  expect(event(damaged)).toEqual(event([1, 2, 4]));
  expect(event([Number.NaN])).toEqual(event([]));
});

describe("the format", () => {
  it("CRC-32C has the values of RFC 3720", () => {
    expect(crc32c(new Uint8Array(32)).toString(16)).toBe("8a9136aa");
    expect(crc32c(new Uint8Array(32).fill(0xff)).toString(16)).toBe("62a8ab43");
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)).toString(16)).toBe("46dd794e");
    expect(crc32c(new TextEncoder().encode("123456789")).toString(16)).toBe("e3069283");
  });

  it("a record is length, its checksum, bytes, their checksum", () => {
    const record = Buffer.from(frame(Uint8Array.of(1, 2, 3)));
    expect(record.readBigUInt64LE(0)).toBe(3n);
    expect(record.readUInt32LE(8)).toBe(maskedCrc32c(record.subarray(0, 8)));
    expect([...record.subarray(12, 15)]).toEqual([1, 2, 3]);
    expect(record.readUInt32LE(15)).toBe(maskedCrc32c(Uint8Array.of(1, 2, 3)));
    expect(record).toHaveLength(19);
  });
});

describe("a run's events", () => {
  it("hold what the run has, and leave out with a note what is damaged", () => {
    expect(written).toMatchObject({ scalars: 6, images: 2, histograms: 1 + 3, points: 3 });
    expect(written.notes).toContain("metrics.jsonl, line 4: cut off or damaged, left out");
    expect(written.notes).toContain("latents/epoch-0002.safetensors is damaged: left out");
    expect(written.notes).toContain("checkpoints/step-00000010.safetensors is damaged: no histograms of it");
  });

  it("take the place of those written before, and are the same bytes", () => {
    const before = readFileSync(written.file);
    const again = writeEvents(run);
    expect(readdirSync(again.folder).filter((name) => name.endsWith(".kiln"))).toHaveLength(1);
    expect(readFileSync(again.file).equals(before)).toBe(true);
  });
});

describe("the projector's files", () => {
  const text = (name: string) => readFileSync(join(written.folder, name), "utf8");

  it("are points, what is known of them, a sprite, and a configuration that names these", () => {
    expect(text("latents.tsv")).toBe("0.1\t-1\n0.2\t-2\n0.3\t-3\n");
    expect(text("latents-metadata.tsv")).toBe(
      "picture\thair_colour\tgaze\nface 1.png\t7\t0\nface-2.png\t3\t1\nface-3.png\t0\t4\n",
    );
    for (const [, file] of text("projector_config.pbtxt").matchAll(/_path: "(.*)"/g)) {
      expect(readdirSync(written.folder)).toContain(file);
    }
  });

  it("go when the run has no latent numbers any more", () => {
    const bare = join(run, "bare");
    mkdirSync(join(bare, "tensorboard"), { recursive: true });
    writeFileSync(join(bare, "config.json"), JSON.stringify({ model: "trend" }));
    writeFileSync(join(bare, "tensorboard", "projector_config.pbtxt"), "of the last time");
    expect(writeEvents(bare)).toMatchObject({ points: 0 });
    expect(readdirSync(join(bare, "tensorboard")).filter((name) => !name.endsWith(".kiln"))).toEqual([]);
  });
});

describe.skipIf(!hasTensorBoard)("the real TensorBoard", () => {
  const found = () => {
    const script = join(root, "tests", "train", "report", "read_events.py");
    return JSON.parse(execFileSync(python, [script, written.folder], { encoding: "utf8", stdio: "pipe" }));
  };

  it("'s projector loads the configuration, and serves points, metadata and sprite", () => {
    const { config, points, metadata, sprite } = found().projector;
    expect(config.embeddings).toEqual([
      expect.objectContaining({
        tensorName: "latent_means",
        tensorShape: [3, 2],
        sprite: { imagePath: "latents-sprite.png", singleImageDim: [32, 32] },
      }),
    ]);
    expect(points).toEqual([...epochLatents.means]);
    expect(metadata).toContain("face 1.png\t7\t0");
    expect(sprite).toBe(readFileSync(join(run, "latents", "pictures.png")).byteLength);
  });

  it("reads the same figures, pictures and histograms back", () => {
    const read = found();
    expect(read.scalars["step/loss"]).toEqual([
      [10, Math.fround(0.1)],
      [20, Math.fround(0.05)],
    ]);
    expect(read.scalars["epoch/validation/loss"]).toEqual([[20, 0.5]]);
    expect(read.images).toEqual({
      samples: [
        [20, 6, 4],
        [20, 6, 4],
      ],
    });
    expect(read.histograms["latents/all"][0].slice(0, 4)).toEqual([20, -3, Math.fround(0.3), 6]);
    expect(Object.keys(read.histograms)).toEqual(expect.arrayContaining(["latents/000", "latents/001"]));
    const [[step, low, high, count, sum, bins]] = read.histograms["weights/head/kernel"];
    expect([step, low, count]).toEqual([20, 0, 100]);
    expect(high).toBeCloseTo(0.99, 6);
    expect(sum).toBeCloseTo(49.5, 4);
    expect(bins.reduce((total: number, value: number) => total + value, 0)).toBe(100);
  });
});
