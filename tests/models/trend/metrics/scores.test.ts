import { describe, expect, test } from "vitest";
import { countryScorer } from "../../../../models/trend/evaluation/country-scores.js";
import { classScores, confusionTable } from "../../../../models/trend/metrics/classes.js";
import { scoresOf } from "../../../../models/trend/scores.js";
import { fitTemperature } from "../../../../models/trend/train/calibration.js";
import { classes, overconfident, sample, scores, weighted } from "./known-values.js";

/** Each row is a country of its own, and so has a weight of its own. */
const rowScorer = countryScorer(sample, [...sample.truth.keys()]);

describe("scores are those of scikit-learn", () => {
  test.each(Object.entries(scores))("%s", (name, expected) => {
    expect(scoresOf(sample)[name as keyof typeof scores]).toBeCloseTo(expected, 12);
  });

  test.each(Object.entries(weighted))("%s of weighted rows", (name, expected) => {
    expect(rowScorer(sample.weights)[name as keyof typeof weighted]).toBeCloseTo(expected, 12);
  });

  test("rows of weight 1 score like rows without a weight, and a weight of 2 like the row written twice", () => {
    const plain = rowScorer(new Float64Array(40).fill(1));
    for (const [name, value] of Object.entries(plain))
      expect(value).toBeCloseTo(scores[name as keyof typeof scores], 12);
    const rows = sample.weights.flatMap((weight, row) => new Array<number>(weight).fill(row));
    const written = {
      truth: rows.map((row) => sample.truth[row] ?? 0),
      probability: rows.map((row) => sample.probability[row] ?? 0),
    };
    expect(rowScorer(sample.weights).auc).toBeCloseTo(scoresOf(written).auc, 12);
  });

  test("where one class is absent nothing is divided by zero", () => {
    const alike = { truth: [0, 0, 0], probability: [0.2, 0.9, 0.1] };
    expect(scoresOf(alike)).toMatchObject({ accuracy: 2 / 3, balancedAccuracy: 2 / 3, mcc: 0, f1: 0, auc: 0.5 });
    expect(countryScorer(alike, [0, 1, 2])([1, 1, 1])).toMatchObject({ accuracy: 2 / 3, mcc: 0, auc: 0.5 });
    expect(scoresOf({ truth: [0, 0], probability: [0.1, 0.2] }).f1).toBe(0);
  });
});

describe("five classes", () => {
  const table = confusionTable(classes.truth, classes.said, 5);

  test("are counted and scored like scikit-learn", () => {
    expect(table).toEqual(classes.table);
    const found = classScores(table);
    expect(found.accuracy).toBeCloseTo(classes.accuracy, 12);
    expect(found.balancedAccuracy).toBeCloseTo(classes.balancedAccuracy, 12);
    expect(found.mcc).toBeCloseTo(classes.mcc, 12);
    expect(found.macroF1).toBeCloseTo(classes.macroF1, 12);
    found.f1.forEach((value, k) => {
      expect(value).toBeCloseTo(classes.f1[k] ?? Number.NaN, 12);
    });
  });

  test("two classes score as the binary functions do", () => {
    const said = sample.probability.map((p) => (p > 0.5 ? 1 : 0));
    const found = classScores(confusionTable(sample.truth, said, 2));
    expect(found.mcc).toBeCloseTo(scores.mcc, 12);
    expect(found.balancedAccuracy).toBeCloseTo(scores.balancedAccuracy, 12);
    expect(found.f1[1]).toBeCloseTo(scores.f1, 12);
  });

  test("an index that is no class is refused", () => {
    expect(() => confusionTable([0, 5], [0, 0], 5)).toThrow(/row 1/);
    expect(() => confusionTable([0], [-1], 5)).toThrow(RangeError);
  });

  test("a class that never occurs nor is said scores 0 and is left out of the balance", () => {
    const found = classScores([
      [2, 0, 0],
      [1, 1, 0],
      [0, 0, 0],
    ]);
    expect(found.f1[2]).toBe(0);
    expect(found.balancedAccuracy).toBe(0.75);
  });
});

test("the temperature is the one with the least log loss", () => {
  expect(fitTemperature(overconfident.logits, overconfident.truth)).toBeCloseTo(overconfident.temperature, 4);
});
