/** Figures by hand, and properties that they must have. */
import { describe, expect, it } from "vitest";
import { Random } from "../../../core/random.js";
import { makeTensor, type Tensors } from "../../../core/tensor.js";
import { bootstrap } from "../../../short/evaluation/bootstrap.js";
import { classScores, confidenceBins, confusion, labelScores, rocOf } from "../../../short/evaluation/class-scores.js";
import { importanceOf } from "../../../short/evaluation/importance.js";
import { coverage, intervalOf, numberScores } from "../../../short/evaluation/number-scores.js";
import { calibrated, fitTemperature } from "../../../short/evaluation/temperature.js";
import { fitBoostedRegression } from "../../../train/baselines/gradient-boosting/regression.js";
import { fitLinear } from "../../../train/baselines/linear.js";

const answers = {
  // Rows: right with 0.8, wrong with 0.6, right with 0.5, without a label.
  answer: [0.8, 0.1, 0.1, 0.6, 0.3, 0.1, 0.2, 0.3, 0.5, 0.2, 0.3, 0.5],
  truth: [0, 1, 2, -1],
  labels: ["a", "b", "c"],
};

describe("labels", () => {
  it("are scored over the rows that have one", () => {
    const { accuracy, balancedAccuracy, logLoss, brier } = classScores(answers);
    expect(accuracy).toBeCloseTo(2 / 3);
    expect(balancedAccuracy).toBeCloseTo(2 / 3);
    expect(logLoss).toBeCloseTo(-(Math.log(0.8) + Math.log(0.3) + Math.log(0.5)) / 3);
    expect(brier).toBeCloseTo((0.06 + 0.86 + 0.38) / 3);
    expect(classScores(answers, Float64Array.of(0, 3, 0, 0)).accuracy).toBe(0);
  });

  it("have a confusion matrix, and each its precision and recall", () => {
    expect(confusion(answers)).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 0, 1],
    ]);
    const [a, b, c] = labelScores(answers);
    expect(a).toMatchObject({ rows: 1, precision: 0.5, recall: 1, auc: 1 });
    expect(b).toMatchObject({ precision: null, recall: 0, auc: 0.75 });
    expect(c).toMatchObject({ precision: 1, recall: 1, auc: 1 });
    expect(rocOf(answers, 0).at(-1)).toEqual({ falsePositiveRate: 1, truePositiveRate: 1 });
  });

  it("are counted into bins by what was said", () => {
    const bins = confidenceBins(answers);
    expect(bins[8]).toMatchObject({ count: 1, happened: 1 });
    expect(bins[6]).toMatchObject({ count: 1, happened: 0 });
  });

  it("have the temperature that they were heated by", () => {
    const random = Random.seeded(1, "temperature");
    const said = random.fillNormal(new Float32Array(3000 * 3));
    const truth = Array.from({ length: 3000 }, (_, row) => {
      const shares = calibrated(said.subarray(row * 3, row * 3 + 3), 1, 3, 1);
      const drawn = random.uniform();
      return drawn < (shares[0] ?? 0) ? 0 : drawn < (shares[0] ?? 0) + (shares[1] ?? 0) ? 1 : 2;
    });
    const heated = said.map((value) => 2.5 * value);
    expect(fitTemperature(heated, truth, 3)).toBeGreaterThan(2.2);
    expect(fitTemperature(heated, truth, 3)).toBeLessThan(2.8);
    expect(fitTemperature(heated, [], 3)).toBe(1);
  });

  it("are not called certain because a few rows are right", () => {
    const said = Float32Array.from({ length: 27 * 3 }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 5 : 0));
    const truth = Array.from({ length: 27 }, (_, row) => row % 3);
    expect(fitTemperature(said, truth, 3)).toBeGreaterThan(0.7);
    expect(fitTemperature(said, truth, 3)).toBeLessThan(1);
  });
});

describe("numbers", () => {
  const told = { answer: [1, 2, 3, 9], truth: [1, 4, 3, Number.NaN], width: 1 };

  it("are scored where they are known", () => {
    const { error, rootMeanSquare, explained } = numberScores(told);
    expect(error).toBeCloseTo(2 / 3);
    expect(rootMeanSquare).toBeCloseTo(Math.sqrt(4 / 3));
    expect(explained).toBeCloseTo(1 - 4 / 3 / (14 / 9));
  });

  it("have an interval that holds nine in ten of others", () => {
    const random = Random.seeded(2, "intervals");
    const rows = (count: number) => ({
      answer: new Float64Array(count),
      truth: Float64Array.from({ length: count }, () => random.normal()),
      width: 1,
    });
    const half = intervalOf(rows(2000));
    expect(half).toBeGreaterThan(1.5);
    expect(Math.abs(coverage(rows(4000), half) - 0.9)).toBeLessThan(0.03);
  });

  it("are told by lines and trees that learn what they can", async () => {
    const random = Random.seeded(3, "lines");
    const values = Float64Array.from({ length: 800 }, () => random.normal());
    const features = { rows: 400, columns: 2, values };
    const line = Array.from({ length: 400 }, (_, i) => 3 + 2 * (values[2 * i] ?? 0) - (values[2 * i + 1] ?? 0));
    const step = Array.from({ length: 400 }, (_, i) => ((values[2 * i] ?? 0) > 0.3 ? 5 : -5));
    const off = (told: Float64Array, truth: number[]) =>
      truth.reduce((sum, value, i) => sum + Math.abs(value - (told[i] ?? 0)), 0) / truth.length;
    expect(off(fitLinear(features, line).predict(features), line)).toBeLessThan(0.05);
    expect(off((await fitBoostedRegression(features, step)).predict(features), step)).toBeLessThan(0.01);
    expect(off(fitLinear(features, step).predict(features), step)).toBeGreaterThan(1);
  });
});

it("an interval by resampling holds what is true, and needs rows", () => {
  const random = Random.seeded(4, "coins");
  const coins = Array.from({ length: 500 }, () => (random.uniform() < 0.3 ? 1 : 0));
  const share = (weights: Float64Array) => ({
    share:
      coins.reduce<number>((sum, coin, i) => sum + coin * (weights[i] ?? 0), 0) / weights.reduce((a, b) => a + b, 0),
  });
  const { low, high } = bootstrap(500, share, 1).share;
  expect(low).toBeLessThan(0.3);
  expect(high).toBeGreaterThan(0.3);
  expect((high ?? 1) - (low ?? 0)).toBeCloseTo(2 * 1.96 * Math.sqrt((0.3 * 0.7) / 500), 1);
  expect(bootstrap(5, () => ({ share: 1 }), 1).share).toEqual({ estimate: 1, low: null, high: null });
});

it("an input that is used is worth something, and another one is not", async () => {
  const random = Random.seeded(5, "importance");
  const column = () => makeTensor("float32", [300], random.fillNormal(new Float32Array(300)));
  const [used, idle] = [column(), column()];
  const pair = makeTensor("float32", [300, 2], random.fillNormal(new Float32Array(600)));
  const truth = Array.from(used.data, (value, i) => 2 * value + (pair.data[2 * i + 1] ?? 0));
  const figure = async (inputs: Tensors) => {
    const told = Array.from(inputs.used?.data ?? [], (value, i) => 2 * value + (inputs.pair?.data[2 * i + 1] ?? 0));
    return told.reduce((sum, value, i) => sum + Math.abs(value - (truth[i] ?? 0)), 0) / told.length;
  };
  const found = await importanceOf({ used, idle, pair }, figure, random);
  expect(found.map(({ name }) => name).slice(0, 2)).toEqual(["used", "pair 2"]);
  expect(found.slice(2).map(({ worse }) => worse)).toEqual([0, 0]);
});
