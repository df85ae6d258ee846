/** `weekly5`: the bands, the loss, the probabilities, the temperature. */
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { beforeAll, describe, expect, test } from "vitest";
import { labelsOf } from "../../../../core/contract.js";
import { trendContract } from "../../../../models/trend/contract.js";
import { measureClasses } from "../../../../models/trend/evaluation/classes-part.js";
import { labelRule, labelRules } from "../../../../models/trend/labels.js";
import { fitTemperature } from "../../../../models/trend/train/calibration.js";
import { judgeClasses } from "../../../../models/trend/train/loss.js";
import { classProbabilities, increaseProbabilities } from "../../../../models/trend/train/probabilities.js";
import { loadTensorFlow, type TF } from "../../../../trace/tensorflow.js";

let tf: TF;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

/** Three weeks, each with its cases on one day. */
function weeks(first: number, second: number, third: number): number[] {
  return [first, second, third].flatMap((cases) => [0, 0, cases, 0, 0, 0, 0]);
}

function classOf(before: number, after: number): string {
  const { classAt, classes } = labelRule("weekly5");
  return classes[classAt?.(weeks(0, before, after), 14) ?? -1] ?? "";
}

describe("the classes", () => {
  test.each([
    [10000, 10000, "stable"],
    [10000, 11000, "stable"],
    [10000, 11001, "rise"],
    [10000, 15000, "rise"],
    [10000, 15001, "strong rise"],
    [11000, 10000, "stable"],
    [11001, 10000, "fall"],
    [15000, 10000, "fall"],
    [15001, 10000, "strong fall"],
    [0, 0, "stable"],
    [0, 1, "stable"],
    [0, 2, "strong rise"],
    [2, 0, "strong fall"],
    [3, 5, "stable"],
    [-500, 40, "strong rise"],
    [40, -500, "strong fall"],
    [-500, -2, "stable"],
  ])("%i cases, then %i: %s", (before, after, expected) => {
    expect(classOf(before, after)).toBe(expected);
  });

  test("persistence says the class of the last week; an increase is any class above stable", () => {
    const rising = weeks(1000, 1300, 1300);
    const { persistedClassAt, classes } = labelRule("weekly5");
    expect(classes[persistedClassAt?.(rising, 14) ?? -1]).toBe("rise");
    expect(labelRules.weekly5.persists(rising, 14)).toBe(true);
    expect(labelRules.weekly5.increases(rising, 14)).toBe(false);
  });

  test("are in the contract, from falling to rising", () => {
    const contract = trendContract({ window: 28, label: "weekly5" });
    expect(labelsOf(contract)).toEqual(["strong fall", "fall", "stable", "rise", "strong rise"]);
    expect(contract.outputs.map(({ dimensions }) => dimensions[1]?.size)).toEqual([5, 5]);
  });
});

describe("the loss", () => {
  const z = [
    [2, 0, 0, -1, 0],
    [0, 0, 1, 3, 2],
  ];
  const truth = [0, 4];
  const probability = (row: number[], k: number): number =>
    Math.exp(row[k] ?? 0) / row.reduce((sum, value) => sum + Math.exp(value), 0);

  test("is the mean negative log likelihood; accuracy is of rising, classAccuracy of the class", () => {
    const { loss, metrics } = judgeClasses(tf, tf.tensor2d(z) as Tensor2D, tf.tensor1d(truth) as Tensor1D);
    const expected = -truth.reduce((sum, k, row) => sum + Math.log(probability(z[row] ?? [], k)), 0) / 2;
    expect(loss.dataSync()[0]).toBeCloseTo(expected, 6);
    expect(metrics.accuracy?.dataSync()[0]).toBe(1);
    expect(metrics.classAccuracy?.dataSync()[0]).toBe(0.5);
  });

  test("is finite for the largest numbers", () => {
    const { loss } = judgeClasses(tf, tf.tensor2d([[1e4, -1e4, 0, 0, 0]]) as Tensor2D, tf.tensor1d([1]) as Tensor1D);
    expect(loss.dataSync()[0]).toBeCloseTo(2e4, 0);
  });
});

describe("probabilities", () => {
  test("are the softmax of the numbers over the temperature; those above the middle are an increase", () => {
    const got = classProbabilities([0, 0, 0, 0, Math.log(4) * 2], 5, 2);
    expect([...got].map((value) => Number(value.toFixed(12)))).toEqual([0.125, 0.125, 0.125, 0.125, 0.5]);
    expect(increaseProbabilities([0, 0, 0, 0, Math.log(4) * 2], 5, 2)[0]).toBeCloseTo(0.625, 12);
    expect(increaseProbabilities([0, Math.log(3)], 1, 1)[1]).toBeCloseTo(0.75, 12);
  });

  test("the temperature that fits gives back the one that the numbers were multiplied by", () => {
    // Classes occur just as often as the softmax of `z` says, so that 1 fits `z`, and 3 fits 3 z.
    const z = [0, Math.log(2), Math.log(3), Math.log(4), Math.log(10)];
    const truth = [1, 2, 3, 4, 10].flatMap((count, k) => Array<number>(count).fill(k));
    const rows = truth.flatMap(() => z.map((value) => 3 * value));
    expect(fitTemperature(rows, truth, 5)).toBeCloseTo(3, 4);
  });
});

test("a part measured by class has scores by hand, and the baselines beside", () => {
  const model = new Float64Array([0.7, 0.2, 0.1, 0.1, 0.1, 0.8, 0.5, 0.3, 0.2]);
  const part = measureClasses({
    names: ["fall", "stable", "rise"],
    truth: [0, 2, 1],
    model,
    uncalibrated: model,
    persistence: [0, 0, 1],
  });
  expect(part.model.confusion).toEqual([
    [1, 0, 0],
    [1, 0, 0],
    [0, 0, 1],
  ]);
  expect(part.model.accuracy).toBeCloseTo(2 / 3, 12);
  expect(part.model.loss).toBeCloseTo(-(Math.log(0.7) + Math.log(0.8) + Math.log(0.3)) / 3, 12);
  // 0.7 and 0.8 were right, 0.5 was wrong, each alone in its bin.
  expect(part.model.ece).toBeCloseTo((0.3 + 0.2 + 0.5) / 3, 12);
  expect(part.baselines.persistence.accuracy).toBeCloseTo(2 / 3, 12);
  expect(part.baselines.majority.accuracy).toBeCloseTo(1 / 3, 12);
  expect(part.baseRate).toEqual([1 / 3, 1 / 3, 1 / 3]);
});
