import { describe, expect, test } from "vitest";
import { fitLogistic } from "../../../train/baselines/logistic.js";
import { answersOf, fourFeatures } from "./examples.js";

const features = fourFeatures(0, 400);
const truth = answersOf(features);

describe("logistic regression", () => {
  test("finds scikit-learn's minimum", () => {
    const model = fitLogistic(features, truth);
    const weights = [-0.11494968294138436, 0.009536403146767871, 0.9536711198002066, 0.07870806193387582];
    weights.forEach((weight, j) => {
      expect(model.weights[j]).toBeCloseTo(weight, 6);
    });
    expect(model.intercept).toBeCloseTo(-0.4914653964877258, 6);
    const expected = [0.6815044500181385, 0.3062178712883104, 0.3970329563538796, 0.6248346819636774];
    const said = model.predict(fourFeatures(400, 4));
    expected.forEach((probability, i) => {
      expect(said[i]).toBeCloseTo(probability, 6);
    });
  });

  test("stays finite where one feature separates the classes, and where another never varies", () => {
    const model = fitLogistic({ rows: 4, columns: 2, values: Float64Array.of(-2, 1, -1, 1, 1, 1, 2, 1) }, [0, 0, 1, 1]);
    expect([...model.weights, model.intercept].every(Number.isFinite)).toBe(true);
    expect(model.weights[0]).toBeGreaterThan(0);
  });

  test("a weaker penalty lets the weights grow", () => {
    const size = (inversePenalty: number): number =>
      Math.hypot(...fitLogistic(features, truth, { inversePenalty }).weights);
    expect(size(100)).toBeGreaterThan(size(0.01));
  });

  test("refuses what it cannot learn from", () => {
    expect(() => fitLogistic({ rows: 1, columns: 1, values: Float64Array.of(Number.NaN) }, [1])).toThrow(
      /row 0, feature 0 is NaN/,
    );
    expect(() => fitLogistic(features, [1])).toThrow(/1 answers/);
    expect(() => fitLogistic(features, truth).predict({ rows: 1, columns: 1, values: new Float64Array(1) })).toThrow(
      /fitted with 4/,
    );
    expect(() => fitLogistic(features, truth).predict({ rows: 2, columns: 4, values: new Float64Array(7) })).toThrow(
      /7 values are not 2 rows of 4/,
    );
  });
});
