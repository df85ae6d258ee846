/** The features of `comparisons` and what reads them, against plain arithmetic. */
import type { Tensor2D } from "@tensorflow/tfjs-node";
import { beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../../../core/random.js";
import { makeTensor, type Tensors } from "../../../../core/tensor.js";
import { windowFeatures } from "../../../../models/trend/train/features.js";
import { initialWeights, logits } from "../../../../models/trend/train/network.js";
import { type TrendSettings, trendSettings } from "../../../../models/trend/train/settings.js";
import { drawDropout, optimizerOf, schedules, trendStep } from "../../../../models/trend/train/step.js";
import { loadTensorFlow, type TF } from "../../../../trace/tensorflow.js";
import { upload } from "../../../../train/host-tensors.js";
import type { Clock } from "../../../../train/recipe.js";
import { resolveSettings } from "../../../../train/settings.js";
import { createStepper, type StepMode } from "../../../../train/stepper.js";
import { recipes } from "../../../fixtures/models.js";

let tf: TF;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const meanOf = (values: number[]) => sum(values) / values.length;
const signedLog = (x: number) => Math.sign(x) * Math.log1p(Math.abs(x));
const cut = (x: number) => Math.max(-4, Math.min(4, x));
const logOfMean = (values: number[]) => Math.log1p(Math.max(0, meanOf(values)));

/** A window in double precision, one list for each day. */
function expected(days: number[], startWeekday: number): number[][] {
  const logs = days.map(signedLog);
  const mean = meanOf(logs);
  const variance = meanOf(logs.map((x) => (x - mean) ** 2)) + 0.0025;
  const week = logOfMean(days.slice(-7));
  const before = days.slice(Math.max(0, days.length - 14), -7);
  const growth = before.length === 0 ? 0 : cut(week - logOfMean(before));
  return logs.map((x, day) => [
    (x - mean) / Math.sqrt(variance),
    cut(x - (logs.at(-1) ?? 0)),
    day < 1 ? 0 : cut(x - (logs[day - 1] ?? 0)),
    day < 7 ? 0 : cut(x - (logs[day - 7] ?? 0)),
    cut(x - week),
    (x - 4) * 0.4,
    1 / Math.sqrt(1 + Math.max(0, days[day] ?? 0)),
    days[day] === 0 ? 1 : 0,
    (mean - 4) * 0.4,
    Math.log(variance) / 2 + 1,
    growth,
    ...Array.from({ length: 7 }, (_, weekday) => ((startWeekday + day) % 7 === weekday ? 1 : 0)),
  ]);
}

const windows: Record<number, number[][]> = {
  7: [
    [3, 10, 25, 60, 80, 75, 40],
    [0, 0, 0, 0, 0, 0, 0],
    [9, 0, 4, -300, 2, 0, 12],
  ],
  10: [
    [30, 12, 0, 44, 60, 51, 49, 38, 20, 0],
    [1e7, 1e7, 1e7, 1e7, 1e7, 1e7, 1e7, 1e7, 1e7, 1e7],
    [21000, 24500, 19000, 22000, 17500, 9000, -348840, 11000, 12000, 9000],
  ],
  15: [
    [5, 9, 1, 0, 13, 8, 7, 22, 31, 4, 2, 40, 55, 38, 61],
    [900, 950, 910, 870, 600, 300, 1200, 1100, 1150, 990, 1010, 700, 420, 1500, 1350],
  ],
};

function settingsOf(...set: string[]): TrendSettings {
  const small = ["units=4", "batchSize=6", "headUnits=5", "window=9", "threads=1"];
  return trendSettings.parse(resolveSettings(recipes.trend, "best", [...small, ...set]).settings);
}

describe("comparisons", () => {
  test.each(Object.keys(windows).map(Number))("of %i days are what they say", (length) => {
    const rows = windows[length] ?? [];
    const got = tf.tidy(() => {
      const start = tf.tensor2d(
        rows.map((_, i) => (i * 3 + 5) % 7),
        [rows.length, 1],
        "int32",
      );
      const features = windowFeatures(tf, "comparisons", tf.tensor2d(rows), start);
      return tf.transpose(features, [1, 0, 2]).arraySync() as number[][][];
    });
    rows.forEach((days, row) => {
      expected(days, (row * 3 + 5) % 7).forEach((numbers, day) => {
        expect(got[row]?.[day]).toHaveLength(numbers.length);
        numbers.forEach((value, k) => {
          expect(got[row]?.[day]?.[k], `row ${row}, day ${day}, number ${k}`).toBeCloseTo(value, 4);
        });
      });
    });
  });
});

describe("the head", () => {
  test("reads state and window through its hidden layer as its formula says", () => {
    const settings = settingsOf("cell=simpleRNN", "dropout=0");
    const weights = initialWeights(settings, Random.seeded(5, "weights"));
    const days = [12, 0, 7, 30, 44, 18, 9, 25, 31];
    const got = tf
      .tidy(() =>
        logits(
          tf,
          settings,
          upload(tf, weights),
          tf.tensor2d([days]) as Tensor2D,
          tf.tensor2d([2], [1, 1], "int32") as Tensor2D,
        ),
      )
      .dataSync()[0];
    const matrix = (name: string) => {
      const { dims = [], data } = weights[name] ?? {};
      const width = dims.at(-1) ?? 0;
      return { width, at: (i: number, j: number) => data?.[i * width + j] ?? Number.NaN };
    };
    const times = (x: number[], name: string) => {
      const { width, at } = matrix(name);
      return Array.from({ length: width }, (_, j) => sum(x.map((value, i) => value * at(i, j))));
    };
    const features = expected(days, 2);
    const state = features.reduce(
      (h, x) => {
        const [input, recurrent] = [times(x, "simpleRNN/kernel"), times(h, "simpleRNN/recurrent")];
        return input.map((value, j) => Math.tanh(value + (recurrent[j] ?? 0)));
      },
      [0, 0, 0, 0],
    );
    const read = [...state, ...features.flatMap((day) => day.slice(0, 8)), ...(features.at(-1) ?? []).slice(8)];
    const hidden = times(read, "head/hidden/kernel").map((x) => x / (1 + Math.exp(-x)));
    expect(got).toBeCloseTo(times(hidden, "head/kernel")[0] ?? Number.NaN, 4);
  });
});

describe("the step with decay, a hidden layer and a cosine", () => {
  test("is the same captured as eager", () => {
    const settings = settingsOf("rateFloor=0.1");
    const run = (mode: StepMode): Tensors => {
      const weights = upload(tf, initialWeights(settings, Random.seeded(2, "weights")));
      const state = { weights, optimizer: optimizerOf(settings).init(tf, { ...weights }) };
      const stepper = createStepper(tf, trendStep(tf, settings), state, mode);
      const [noise, data] = [Random.seeded(3, "noise"), Random.seeded(4, "data")];
      for (let step = 0; step < 5; step++) {
        const random = drawDropout(settings, noise, settings.batchSize);
        stepper.step({ batch: batchOf(settings, data), random, schedules: schedules(settings, clockAt(step)) });
      }
      const { weights: after } = stepper.snapshot();
      stepper.dispose();
      return after;
    };
    expect(run("captured")).toEqual(run("eager"));
  });

  test("lowers the rate from the one that is set to the floor", () => {
    const settings = settingsOf("rateFloor=0.1", "learningRate=0.01");
    expect(schedules(settings, clockAt(0)).learningRate).toBeCloseTo(0.01, 12);
    expect(schedules(settings, clockAt(5)).learningRate).toBeCloseTo(0.01 * 0.55, 12);
    expect(schedules(settings, clockAt(10)).learningRate).toBeCloseTo(0.001, 12);
  });

  test("shrinks matrices and spares biases", () => {
    const [kernel, bias] = [tf.tensor2d([[2]]), tf.tensor1d([2])];
    const optimizer = optimizerOf({ weightDecay: 0.5 });
    const weights = { kernel, bias };
    const none = { kernel: tf.zerosLike(kernel), bias: tf.zerosLike(bias) };
    const { weights: next } = optimizer.update(tf, optimizer.init(tf, weights), weights, none, tf.scalar(0.1));
    expect(next.kernel?.dataSync()[0]).toBeCloseTo(1.9, 6);
    expect(next.bias?.dataSync()[0]).toBe(2);
  });
});

describe("the preset report", () => {
  test("has none of it", () => {
    const { settings } = resolveSettings(recipes.trend, "report");
    expect(settings).toMatchObject({ features: "minMax", headUnits: 0, wide: false, weightDecay: 0, rateFloor: 1 });
    const weights = initialWeights(trendSettings.parse(settings), Random.seeded(1, "weights"));
    expect(Object.keys(weights)).toEqual([
      "simpleRNN/kernel",
      "simpleRNN/recurrent",
      "simpleRNN/bias",
      "head/kernel",
      "head/bias",
    ]);
  });
});

function clockAt(step: number): Clock {
  return { step, epoch: 0, stepsPerEpoch: 10, totalSteps: 10, plateau: 1 };
}

function batchOf({ window, batchSize }: TrendSettings, random: Random): Tensors {
  const draw = (count: number, one: () => number) => Array.from({ length: count }, one);
  const increments = Float32Array.from(draw(batchSize * window, () => random.integer(300)));
  return {
    increments: makeTensor("float32", [batchSize, window], increments),
    start_weekday: makeTensor("int32", [batchSize, 1], Int32Array.from(draw(batchSize, () => random.integer(7)))),
    label: makeTensor("float32", [batchSize], Float32Array.from(draw(batchSize, () => random.integer(2)))),
  };
}
