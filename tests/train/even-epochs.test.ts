/** What every recipe's `batch` gives in whole epochs: each training example as often as any other, and none but those. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { InputError } from "../../core/errors.js";
import { Random } from "../../core/random.js";
import { silentReporter } from "../../core/reporter.js";
import { sizeOf, type Tensors } from "../../core/tensor.js";
import { readImages } from "../../models/faces/train/data.js";
import { writeDrawnFaces } from "../../models/faces/train/dataset/write-drawn.js";
import { facesRecipe } from "../../models/faces/train/recipe.js";
import { trendRecipe } from "../../models/trend/train/recipe.js";
import { BatchReader } from "../../train/batch-reader.js";
import { EpochBatches, epochOrder, stepsPerEpoch } from "../../train/batches.js";
import type { AnyRecipe, Recipe, TrainingData } from "../../train/recipe.js";
import { type CommonSettings, resolveSettings } from "../../train/settings.js";
import { recipes } from "../fixtures/models.js";
import { parcelRecipe } from "../fixtures/parcel.js";
import { smallTable } from "./fixtures/table.js";

const root = mkdtempSync(join(tmpdir(), "kiln-even-epochs-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What a set of examples looks like: `training` and `held` one key an example, read past `batch`. */
interface Known {
  readonly data: TrainingData;
  readonly training: readonly string[];
  readonly held: readonly string[];
}

/** A recipe with ways to make sets of several sizes for it. */
interface Case {
  readonly recipe: AnyRecipe;
  /** Training examples at about this many, and what is known of them. */
  open(size: number, set: readonly string[]): Promise<Known>;
  /** Sets to go through: sizes and settings. */
  readonly sets: readonly { readonly size: number; readonly set: readonly string[]; readonly passes: number }[];
}

/** Rows of tensors as text, all tensors of a row together: equal rows have equal keys. */
function keysOf(tensors: Tensors): string[] {
  const parts = Object.entries(tensors).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = parts[0]?.[1].dims[0] ?? 0;
  return Array.from({ length: rows }, (_, row) =>
    parts
      .map(([name, { dims, data }]) => {
        const width = sizeOf(dims.slice(1));
        const values = data.slice(row * width, (row + 1) * width);
        return `${name}:${createHash("sha256").update(values).digest("hex")}`;
      })
      .join(" "),
  );
}

function prepare<Settings extends CommonSettings, Data extends TrainingData>(
  recipe: Recipe<Settings, Data>,
  set: readonly string[],
  data: string | undefined,
  seed = 1,
): Promise<Data> {
  const settings = resolveSettings(recipe, undefined, set).settings as unknown as Settings;
  return recipe.prepare({ settings, seed, data, cache: root, reporter: silentReporter, signal: undefined });
}

const facesCase: Case = {
  recipe: facesRecipe,
  async open(size, set) {
    const folder = join(root, `faces-${size}`);
    await writeDrawnFaces({ count: size, seed: 3, out: folder, reporter: silentReporter });
    const data = await prepare(facesRecipe, ["validationShare=0.2", ...set], folder);
    const keys = async (indices: Uint32Array) => keysOf(await readImages(data.pictures, indices));
    return { data, training: await keys(data.split.training), held: await keys(data.split.validation) };
  },
  sets: [
    { size: 30, set: ["batchSize=8", "smallestEpoch=0"], passes: 1 },
    { size: 30, set: ["batchSize=8", "smallestEpoch=10"], passes: 1 },
    { size: 30, set: ["batchSize=8", "smallestEpoch=100"], passes: 5 },
    { size: 30, set: ["batchSize=24", "smallestEpoch=50"], passes: 3 },
    { size: 80, set: ["batchSize=7", "smallestEpoch=65"], passes: 2 },
  ],
};

const trendCase: Case = {
  recipe: trendRecipe,
  async open(size, set) {
    const file = join(root, `cases-${size}.csv`);
    writeFileSync(file, smallTable(size, 90));
    const data = await prepare(trendRecipe, ["window=7", ...set], file);
    const keys = (part: "train" | "validation" | "test") => keysOf(data.examplesOf(part));
    return { data, training: keys("train"), held: [...keys("validation"), ...keys("test")] };
  },
  sets: [
    { size: 2, set: ["batchSize=20", "epochSteps=0"], passes: 1 },
    { size: 8, set: ["batchSize=64", "epochSteps=0"], passes: 1 },
  ],
};

const toyCase: Case = {
  recipe: parcelRecipe,
  async open(size, set) {
    const data = await prepare(parcelRecipe, [`examples=${size}`, ...set], undefined);
    const rows = (of: typeof data) => keysOf(of.rows(Uint32Array.from({ length: of.examples }, (_, i) => i)));
    // What it measures on: the parcels of the next seed.
    const held = await prepare(parcelRecipe, [`examples=${size}`], undefined, 2);
    return { data, training: rows(data), held: rows(held) };
  },
  sets: [
    { size: 64, set: ["batchSize=10"], passes: 1 },
    { size: 64, set: ["batchSize=64"], passes: 1 },
    { size: 500, set: ["batchSize=32"], passes: 1 },
  ],
};

const cases: Readonly<Record<string, Case>> = { faces: facesCase, trend: trendCase, parcel: toyCase };

test("every recipe that Kiln ships with is among the cases", () => {
  expect(Object.keys(cases)).toEqual(expect.arrayContaining(Object.keys(recipes)));
});

const all = Object.entries(cases).flatMap(([name, { sets }]) => sets.map((one) => [name, one] as const));

describe.each(all)("%s, %o", (name, { size, set, passes }) => {
  test("gives each training example equally often in an epoch, and no other", async () => {
    const { recipe, open } = cases[name] as Case;
    const { data, training, held } = await open(size, set);
    try {
      const { settings } = resolveSettings(recipe, undefined, set);
      const { batchSize } = settings;
      const steps = stepsPerEpoch(data, settings);
      expect(new Set(training).size).toBe(training.length);
      expect(steps).toBe(Math.floor((training.length * passes) / batchSize));
      expect(data.examples).toBe(training.length);
      let order = Random.seeded(9, "order").state;
      for (let epoch = 0; epoch < 3; epoch++) {
        const batches = new EpochBatches(new BatchReader(data), order, 0, batchSize, steps);
        const counts = new Map(training.map((key) => [key, 0]));
        for (let step = 0; step < steps; step++) {
          for (const key of keysOf(await batches.next())) {
            expect(held).not.toContain(key);
            expect(counts.has(key)).toBe(true);
            counts.set(key, (counts.get(key) ?? 0) + 1);
          }
        }
        const numbers = [...counts.values()];
        expect(Math.max(...numbers)).toBe(passes);
        expect(Math.min(...numbers)).toBeGreaterThanOrEqual(passes - 1);
        expect(numbers.reduce((sum, count) => sum + count, 0)).toBe(steps * batchSize);
        order = batches.after;
      }
    } finally {
      await data.close?.();
    }
  });
});

test("an epoch of one pass has the order that a shuffle gives; one of several, a shuffle for each", () => {
  const stream = () => Random.seeded(7, "order");
  expect(epochOrder({ examples: 23 }, stream())).toEqual(stream().permutation(23));
  const one = stream();
  const shuffles = [one.permutation(23), one.permutation(23), one.permutation(23)];
  expect([...epochOrder({ examples: 23, passes: 3 }, stream())]).toEqual(shuffles.flatMap((order) => [...order]));
});

describe("a set smaller than a batch", () => {
  test("is refused by the engine, however often an epoch goes through it", () => {
    const settings = { batchSize: 32, epochSteps: 0 };
    expect(() => stepsPerEpoch({ examples: 31, passes: 100 }, settings)).toThrow(InputError);
    expect(stepsPerEpoch({ examples: 32, passes: 100 }, settings)).toBe(100);
  });
});
