/** Somebody else's model of tf.layers, without an edit: trained, interrupted, resumed, frozen; and what is refused. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InterruptedError } from "../../core/errors.js";
import { type Golden, goldenInputs, goldenOutputs, goldenSchema } from "../../core/golden.js";
import { Random } from "../../core/random.js";
import { type Reporter, silentReporter } from "../../core/reporter.js";
import { fromLayers, type LayersOptions, type MakeLayers } from "../../public/train.js";
import type { TF } from "../../trace/tensorflow.js";
import { CheckpointStore } from "../../train/checkpoint/store.js";
import { rows } from "../../train/data/arrays/rows.js";
import { freeze } from "../../train/freeze.js";
import type { AnyRecipe } from "../../train/recipe.js";
import { readConfig } from "../../train/run/config.js";
import { type TrainOptions, train } from "../../train/train.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-layers-"));
const whole = join(folder, "whole");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Convolution, batch normalisation, dropout of three kinds, a shared layer, GRU, softmax: as tfjs's documents write it. */
const stranger: MakeLayers = (tf) => {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [8, 8, 1], padding: "same", activation: "relu" }),
      tf.layers.batchNormalization(),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.dropout({ rate: 0.2 }),
      tf.layers.reshape({ targetShape: [4, 16] }),
      tf.layers.gru({ units: 6, dropout: 0.1, recurrentDropout: 0.1 }),
      tf.layers.gaussianNoise({ stddev: 0.1 }),
      tf.layers.dense({ units: 3, activation: "softmax" }),
    ],
  });
  model.compile({ optimizer: tf.train.rmsprop(0.01), loss: "categoricalCrossentropy" });
  return model;
};

function* pictures() {
  const random = Random.seeded(5, "bars");
  for (let i = 0; i < 160; i++) {
    const kind = random.integer(3);
    const at = random.integer(8);
    const lit = (y: number, x: number) => (kind === 0 ? y === at : kind === 1 ? x === at : y === x);
    const image = Array.from({ length: 64 }, (_, p) => (lit(p >> 3, p & 7) ? 1 : 0) + 0.2 * random.normal());
    yield { image, kind: ["row", "column", "diagonal"][kind] ?? "row" };
  }
}

const data = rows(pictures, ["image", "kind"]);
const set = ["threads=1", "epochs=2", "batchSize=16"];

async function recipeOf(make: MakeLayers, options: Partial<LayersOptions> = {}): Promise<AnyRecipe> {
  const model = fromLayers(make, { name: "bars", data, labels: ["column", "diagonal", "row"], ...options });
  return (await model.recipe?.())?.default as AnyRecipe;
}

async function start(recipe: AnyRecipe, out: string, options: Partial<TrainOptions> = {}, reporter = silentReporter) {
  return await train(recipe, { out, seed: 3, cache: join(folder, "cache"), set, ...options }, reporter);
}

function stateOf(run: string) {
  const checkpoint = new CheckpointStore(run).latest(silentReporter);
  if (checkpoint === null) throw new Error(`${run} has no checkpoint`);
  return { ...checkpoint, progress: { ...checkpoint.progress, seconds: 0 } };
}

describe("a sequential model with convolution, batch normalisation, dropout and GRU", () => {
  let recipe: AnyRecipe;
  const notes: string[] = [];
  beforeAll(async () => {
    recipe = await recipeOf(stranger);
    await start(recipe, whole, {}, { ...silentReporter, note: (text) => notes.push(text) });
  });

  it("is trained as it was compiled, with its statistics as state and its masks from the seed", () => {
    expect(notes.join("\n")).toContain("compiled with rmsProp at a rate of 0.01");
    const { weights, optimizer } = stateOf(whole);
    expect(Object.keys(weights)).toEqual(
      expect.arrayContaining(["conv2d_1/kernel", "batch_normalization_1/moving_mean", "gru_1/recurrent_kernel"]),
    );
    expect(Object.keys(optimizer)).not.toContain("square/batch_normalization_1/moving_mean");
    expect(weights["batch_normalization_1/moving_mean"]?.data.some((value) => value !== 0)).toBe(true);
    expect(readConfig(whole).contracts[0]?.outputs[0]).toMatchObject({
      name: "kind",
      labels: ["column", "diagonal", "row"],
    });
  });

  it("ends with the same bits when it was interrupted, and resumed by another process's recipe", async () => {
    const run = join(folder, "interrupted");
    const controller = new AbortController();
    const progress: Reporter["progress"] = ({ label, done }) => {
      if (label === "training" && done >= 9) controller.abort();
    };
    const stopping = start(
      await recipeOf(stranger),
      run,
      { signal: controller.signal },
      { ...silentReporter, progress },
    );
    await expect(stopping).rejects.toThrow(InterruptedError);
    await train(await recipeOf(stranger), { resume: run, cache: join(folder, "cache") }, silentReporter);
    expect(stateOf(run)).toEqual(stateOf(whole));
  });

  it("is frozen with one softmax", async () => {
    const { folder: frozen, inference } = await freeze(await recipeOf(stranger), whole, silentReporter);
    const [contract] = inference.graphs;
    if (contract === undefined) throw new Error("there is no graph");
    const golden: Golden = goldenSchema.parse(JSON.parse(readFileSync(join(frozen, "bars", "golden.json"), "utf8")));
    for (const one of golden.cases) {
      expect(Object.keys(goldenInputs(contract, one.recipe, one.batch))).toEqual(["image"]);
      const { kind } = goldenOutputs(contract, one);
      for (let row = 0; row < one.rows; row++) {
        const sum = [0, 1, 2].reduce((total, i) => total + Number(kind?.data[row * 3 + i]), 0);
        expect(sum).toBeCloseTo(1, 5);
      }
    }
  });
});

describe("weights", () => {
  const dense = (given?: (tf: TF) => Float32Array): MakeLayers => {
    return (tf) => {
      const model = tf.sequential({
        layers: [tf.layers.dense({ units: 3, inputShape: [8, 8, 1] }), tf.layers.flatten()],
      });
      model.add(tf.layers.dense({ units: 3 }));
      if (given !== undefined) {
        const [, ...others] = model.getWeights();
        model.setWeights([tf.tensor2d(given(tf), [1, 3]), ...others]);
      }
      return model;
    };
  };
  const initial = async (make: MakeLayers, seed: number) => {
    const recipe = await recipeOf(make);
    const prepared = await recipe.prepare({
      settings: recipe.settings.parse({ threads: 1 }),
      seed,
      data: undefined,
      cache: folder,
      reporter: silentReporter,
      signal: undefined,
    });
    const bound = await recipe.forFacts?.(prepared.facts ?? {});
    await prepared.close?.();
    return bound?.initialize(recipe.settings.parse({ threads: 1 }), Random.seeded(seed, "weights")) ?? {};
  };

  it("are drawn from the seed where they are fresh", async () => {
    const [one, same, other] = [await initial(dense(), 1), await initial(dense(), 1), await initial(dense(), 2)];
    expect(one).toEqual(same);
    expect(one["dense_2/kernel"]).not.toEqual(other["dense_2/kernel"]);
  });

  it("stay where they were loaded", async () => {
    const weights = await initial(
      dense(() => Float32Array.of(1, 2, 3)),
      1,
    );
    expect([...(weights["dense_1/kernel"]?.data ?? [])]).toEqual([1, 2, 3]);
  });
});

describe("what cannot be", () => {
  const refused = async (make: MakeLayers, options: Partial<LayersOptions> = {}) => {
    const recipe = await recipeOf(make, options);
    return await start(recipe, join(folder, "refused")).then(
      () => "nothing was refused",
      (error: Error) => error.message,
    );
  };
  it.each<[string, MakeLayers, Partial<LayersOptions>, RegExp]>([
    [
      "labels after another activation",
      (tf) =>
        tf.sequential({
          layers: [tf.layers.flatten({ inputShape: [8, 8, 1] }), tf.layers.dense({ units: 3, activation: "tanh" })],
        }),
      {},
      /ends with tanh.*\n.*softmax/,
    ],
    [
      "no shape",
      (tf) => tf.sequential({ layers: [tf.layers.dense({ units: 3 })] }),
      {},
      /could not be made: .*inputShape/,
    ],
    [
      "too few units",
      (tf) => tf.sequential({ layers: [tf.layers.flatten({ inputShape: [8, 8, 1] }), tf.layers.dense({ units: 2 })] }),
      {},
      /a number for each of 3 labels, and the model gives 2/,
    ],
    [
      "a loss of one's own",
      (tf) => {
        const model = tf.sequential({
          layers: [tf.layers.flatten({ inputShape: [8, 8, 1] }), tf.layers.dense({ units: 3 })],
        });
        model.compile({ optimizer: "adam", loss: (a, b) => tf.mean(tf.sub(a, b)) });
        return model;
      },
      {},
      /a loss of your own/,
    ],
  ])("%s", async (_, make, options, words) => {
    expect(await refused(make, options)).toMatch(words);
  });
});
