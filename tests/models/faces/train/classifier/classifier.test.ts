import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { silentReporter } from "../../../../../core/reporter.js";
import type { Tensors } from "../../../../../core/tensor.js";
import { accuracyByFactor, readWith } from "../../../../../models/faces/train/classifier/read.js";
import { classifierWeights } from "../../../../../models/faces/train/classifier/train.js";
import { openDrawn } from "../../../../../models/faces/train/dataset/drawn.js";
import { loadTensorFlow, type TF } from "../../../../../trace/tensorflow.js";
import { upload } from "../../../../../train/host-tensors.js";

const cache = mkdtempSync(join(tmpdir(), "kiln-classifier-"));
afterAll(() => rmSync(cache, { recursive: true, force: true }));
const size = { faces: 512, epochs: 8 };
const options = { cache, reporter: silentReporter, size };

let tf: TF;
let weights: Tensors;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 2 });
  weights = await classifierWeights({ tf, ...options });
});

it("reads large features of faces it has not seen far better than chance, even trained this little", async () => {
  const count = 200;
  const set = await openDrawn({ count, seed: 5, cache, reporter: silentReporter });
  const bytes = new Uint8Array(count * 64 * 64 * 3);
  await set.read(
    Uint32Array.from({ length: count }, (_, i) => i),
    bytes,
  );
  await set.close();
  const parts = async function* () {
    yield Float32Array.from(bytes, (level) => level / 255);
  };
  const reading = await readWith(tf, upload(tf, weights), parts());
  const accuracy = accuracyByFactor(reading.levels, set.factors ?? new Uint8Array(0));
  expect(accuracy.skin).toBeGreaterThan(0.6);
  expect(accuracy.hair_style).toBeGreaterThan(0.5);
  expect(reading.features).toMatchObject({ count, width: 64 });
  expect(reading.expected).toHaveLength(count * 11);
});

it("is made once, and again when its file is damaged", async () => {
  const small = { tf, ...options, size: { faces: 64, epochs: 1 } };
  const made = await classifierWeights(small);
  expect(sumOf(await classifierWeights(small))).toBe(sumOf(made));
  const folder = join(cache, "faces");
  const name = readdirSync(folder).find((file) => file.startsWith("classifier-1-64x1-")) ?? "";
  writeFileSync(join(folder, name), "damaged");
  const warnings: string[] = [];
  const reporter = { ...silentReporter, warn: (text: string) => void warnings.push(text) };
  expect(sumOf(await classifierWeights({ ...small, reporter }))).toBe(sumOf(made));
  expect(warnings.join()).toMatch(/damaged and is made again/);
});

function sumOf(tensors: Tensors): number {
  return Object.values(tensors).reduce((sum, { data }) => sum + Array.from(data).reduce((s, v) => s + v, 0), 0);
}
