/** The network against plain arithmetic: features, cells, gradients, purity. */
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-node";
import { beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../../../core/random.js";
import type { Tensors } from "../../../../core/tensor.js";
import { windowFeatures } from "../../../../models/trend/train/features.js";
import { initialWeights, logits } from "../../../../models/trend/train/network.js";
import type { TrendSettings } from "../../../../models/trend/train/settings.js";
import { drawDropout, optimizerOf, trendStep } from "../../../../models/trend/train/step.js";
import { loadTensorFlow, type TF } from "../../../../trace/tensorflow.js";
import { download, upload } from "../../../../train/host-tensors.js";
import type { Step, TensorMap } from "../../../../train/recipe.js";
import { resolveSettings } from "../../../../train/settings.js";
import { recipes } from "../../../fixtures/models.js";

let tf: TF;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

function settingsOf(...set: string[]): TrendSettings {
  const all = resolveSettings(recipes.trend, "demo", ["units=4", "window=7", "batchSize=6", ...set]);
  return all.settings as TrendSettings;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** A window in double precision. */
function expectedFeatures(days: number[], startWeekday: number): number[][] {
  const logs = days.map((x) => Math.sign(x) * Math.log1p(Math.abs(x)));
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
  const variance = logs.reduce((a, b) => a + (b - mean) ** 2, 0) / logs.length;
  return logs.map((x, day) => {
    const angle = (2 * Math.PI * (startWeekday + day)) / 7;
    const deviation = x - mean;
    return [deviation, deviation / Math.sqrt(variance + 0.0625), mean * 0.1, Math.sin(angle), Math.cos(angle)];
  });
}

function featuresOf(form: TrendSettings["features"], rows: number[][], weekdays: number[]): number[][][] {
  return tf.tidy(() => {
    const increments = tf.tensor2d(rows);
    const start = tf.tensor2d(weekdays, [rows.length, 1], "int32");
    return tf.transpose(windowFeatures(tf, form, increments, start), [1, 0, 2]).arraySync() as number[][][];
  });
}

describe("features", () => {
  const windows = {
    zeros: [0, 0, 0, 0, 0, 0, 0],
    constant: [1e7, 1e7, 1e7, 1e7, 1e7, 1e7, 1e7],
    wave: [3, 10, 25, 60, 80, 75, 40],
    correction: [21000, 24500, 19000, 22000, 17500, 9000, -348840],
    large: [1e7, 9.5e6, 1.1e7, 1.05e7, 2e6, 0, 3e7],
    negative: [-5, -1, -300, 2, 0, 0, 9],
  };

  test("are what they say, to six digits, for every kind of window", () => {
    const rows = Object.values(windows);
    const weekdays = rows.map((_, i) => i % 7);
    const got = featuresOf("signedLog", rows, weekdays);
    rows.forEach((days, row) => {
      expectedFeatures(days, weekdays[row] ?? 0).forEach((expected, day) => {
        expected.forEach((value, k) => {
          expect(got[row]?.[day]?.[k], `${row} ${day} ${k}`).toBeCloseTo(value, 5);
        });
      });
    });
  });

  test("of a constant window deviate by exactly nothing", () => {
    for (const value of [0, 1, 7, 12345, 1e7, -3]) {
      const [days] = featuresOf("signedLog", [Array(28).fill(value)], [3]);
      for (const [deviation, scaled] of days ?? []) expect([deviation, scaled]).toEqual([0, 0]);
    }
  });

  test("of the report lie between 0 and 1, and are 0 where all days are alike", () => {
    const got = featuresOf("minMax", Object.values(windows), [0, 0, 0, 0, 0, 0]);
    expect(got[0]?.flat()).toEqual(Array(7).fill(0));
    expect(got[1]?.flat()).toEqual(Array(7).fill(0));
    expect(got[2]?.flat().map((x) => Math.round(x * 77))).toEqual([0, 7, 22, 57, 77, 72, 37]);
  });
});

/** Each cell again, one example and one unit at a time. */
const plainCells: Record<TrendSettings["cell"], (projected: number[][], recurrent: number[][]) => number[]> = {
  simpleRNN: (projected, recurrent) =>
    projected.reduce<number[]>((h, x) => x.map((value, j) => Math.tanh(value + dot(h, recurrent, j))), [0, 0, 0, 0]),
  gru: (projected, recurrent) =>
    projected.reduce<number[]>(
      (h, x) =>
        h.map((old, j) => {
          const update = sigmoid((x[j] ?? 0) + dot(h, recurrent, j));
          const reset = sigmoid((x[4 + j] ?? 0) + dot(h, recurrent, 4 + j));
          const candidate = Math.tanh((x[8 + j] ?? 0) + reset * dot(h, recurrent, 8 + j));
          return update * old + (1 - update) * candidate;
        }),
      [0, 0, 0, 0],
    ),
  lstm: (projected, recurrent) => {
    let memory = [0, 0, 0, 0];
    return projected.reduce<number[]>(
      (h, x) => {
        const gate = (k: number, j: number) => (x[4 * k + j] ?? 0) + dot(h, recurrent, 4 * k + j);
        const next = memory.map((old, j) => sigmoid(gate(1, j)) * old + sigmoid(gate(0, j)) * Math.tanh(gate(3, j)));
        memory = next;
        return next.map((value, j) => sigmoid(gate(2, j)) * Math.tanh(value));
      },
      [0, 0, 0, 0],
    );
  },
};

function dot(h: number[], matrix: number[][], column: number): number {
  return h.reduce((sum, value, i) => sum + value * (matrix[i]?.[column] ?? 0), 0);
}

function randomWeights(settings: TrendSettings): Tensors {
  const weights = initialWeights(settings, Random.seeded(2, "weights"));
  const random = Random.seeded(3, "bias");
  // Biases start as constants: disturb them, so that a bias added in the wrong place shows.
  for (const [name, { data }] of Object.entries(weights)) {
    if (name.endsWith("bias")) for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) + 0.3 * random.normal();
  }
  return weights;
}

function batchOf(settings: TrendSettings, rows = settings.batchSize): Record<string, Tensor> {
  const random = Random.seeded(4, "batch");
  const increments = Array.from({ length: rows * settings.window }, () => Math.round(500 + 400 * random.normal()));
  return {
    increments: tf.tensor2d(increments, [rows, settings.window]),
    start_weekday: tf.tensor2d(
      Array.from({ length: rows }, () => random.integer(7)),
      [rows, 1],
      "int32",
    ),
    label: tf.tensor1d(Array.from({ length: rows }, () => random.integer(2))),
  };
}

describe.each(["simpleRNN", "gru", "lstm"] as const)("the cell %s", (cell) => {
  test("computes what its formula says", () => {
    const settings = settingsOf(`cell=${cell}`);
    const host = randomWeights(settings);
    const weights = upload(tf, host);
    const { increments, start_weekday } = batchOf(settings);
    const got = tf
      .tidy(() => logits(tf, settings, weights, increments as Tensor2D, start_weekday as Tensor2D))
      .dataSync();
    const matrix = (name: string) => weights[name]?.arraySync() as number[][];
    const bias = (name: string) => weights[name]?.arraySync() as number[];
    const starts = start_weekday?.dataSync() ?? [];
    ((increments?.arraySync() ?? []) as number[][]).forEach((days, row) => {
      const kernel = matrix(`${cell}/kernel`);
      const offsets = bias(`${cell}/bias`);
      const projected = expectedFeatures(days, starts[row] ?? 0).map((features) =>
        offsets.map((offset, j) => offset + dot(features, kernel, j)),
      );
      const state = plainCells[cell](projected, matrix(`${cell}/recurrent`));
      const expected = dot(state, matrix("head/kernel"), 0) + (bias("head/bias")[0] ?? 0);
      expect(got[row]).toBeCloseTo(expected, 4);
    });
  });

  test("has gradients that agree with finite differences", () => {
    const settings = settingsOf(`cell=${cell}`, "dropout=0", "gradientNorm=0");
    const batch = batchOf(settings);
    const host = randomWeights(settings);
    // With plain gradient steps of rate 1 the change of a weight is its gradient, sign reversed: read it from the step.
    const gradient = gradientsBySmallStep(settings, host, batch);
    for (const [name, { data }] of Object.entries(host)) {
      for (const i of [0, data.length - 1]) {
        const loss = (shift: number) => lossOf(settings, shifted(host, name, i, shift), batch);
        const finite = (loss(0.02) - loss(-0.02)) / 0.04;
        expect(gradient[name]?.data[i], `${name}[${i}]`).toBeCloseTo(finite, 2);
      }
    }
  });

  test("starts from orthogonal recurrent matrices, the same for the same seed", () => {
    const settings = settingsOf(`cell=${cell}`);
    const [a, b] = [1, 1].map((seed) => initialWeights(settings, Random.seeded(seed, "weights")));
    expect(a).toEqual(b);
    const recurrent = a?.[`${cell}/recurrent`];
    const [data, dims] = [recurrent?.data ?? [], recurrent?.dims ?? []];
    const width = dims[1] ?? 0;
    for (let block = 0; block < width / 4; block++) {
      for (let i = 0; i < 4; i++) {
        for (let j = 0; j < 4; j++) {
          let product = 0;
          for (let k = 0; k < 4; k++)
            product += (data[i * width + block * 4 + k] ?? 0) * (data[j * width + block * 4 + k] ?? 0);
          expect(product).toBeCloseTo(i === j ? 1 : 0, 5);
        }
      }
    }
  });
});

function shifted(host: Tensors, name: string, i: number, shift: number): Tensors {
  const copy = Object.fromEntries(
    Object.entries(host).map(([key, t]) => [key, { ...t, data: t.data.slice() }]),
  ) as Tensors;
  const data = copy[name]?.data as Float32Array;
  data[i] = (data[i] ?? 0) + shift;
  return copy;
}

function lossOf(settings: TrendSettings, host: Tensors, batch: TensorMap): number {
  return stepOnce(settings, host, batch).metrics.loss?.dataSync()[0] ?? Number.NaN;
}

/** Adam's first moment after one step from zero is a tenth of the gradient. */
function gradientsBySmallStep(settings: TrendSettings, host: Tensors, batch: TensorMap): Tensors {
  const { optimizer: slots } = stepOnce(settings, host, batch).state;
  const means = Object.entries(slots).filter(([name]) => name.startsWith("mean/"));
  return download(Object.fromEntries(means.map(([name, slot]) => [name.slice(5), tf.mul(slot, 10)])));
}

function stepOnce(settings: TrendSettings, host: Tensors, batch: TensorMap, random: Tensors = {}): ReturnType<Step> {
  const weights = upload(tf, host);
  const schedules = { learningRate: tf.scalar(settings.learningRate) };
  const state = { weights, optimizer: optimizerOf(settings).init(tf, weights) };
  return trendStep(tf, settings)(state, { batch, random: upload(tf, random), schedules });
}

describe("the step", () => {
  test("is pure: it changes nothing that it is given, and gives the same again", () => {
    const settings = settingsOf();
    const batch = batchOf(settings);
    const host = randomWeights(settings);
    const random = drawDropout(settings, Random.seeded(1, "noise"), settings.batchSize);
    const before = structuredClone(host);
    const results = [0, 1].map(() => download(stepOnce(settings, host, batch, random).state.weights));
    expect(results[0]).toEqual(results[1]);
    expect(host).toEqual(before);
    expect(results[0]).not.toEqual(host);
  });

  test("drops units by the numbers that it is given, and keeps the mean", () => {
    const settings = settingsOf("dropout=0.5", "units=64");
    const drawn = drawDropout(settings, Random.seeded(1, "noise"), 500).dropout;
    expect(drawn?.dims).toEqual([500, 64]);
    const kept = [...(drawn?.data ?? [])].filter((u) => u >= 0.5).length / (500 * 64);
    expect(kept).toBeCloseTo(0.5, 1);
    expect(drawDropout(settingsOf("dropout=0"), Random.seeded(1, "noise"), 5)).toEqual({});
  });

  test("shortens long gradients to the norm that was set", () => {
    const host = randomWeights(settingsOf());
    const batch = batchOf(settingsOf());
    const limited = settingsOf("gradientNorm=0.001", "dropout=0");
    const means = Object.values(gradientsBySmallStep(limited, host, batch));
    const squares = means.flatMap(({ data }) => [...data].map((g) => g * g));
    expect(Math.sqrt(squares.reduce((a, b) => a + b, 0))).toBeCloseTo(0.001, 6);
  });
});
