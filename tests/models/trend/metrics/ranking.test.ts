import { describe, expect, test } from "vitest";
import { Random } from "../../../../core/random.js";
import { type RocPoint, rankOrder, rocCurve, weightedAuc } from "../../../../models/trend/metrics/ranking.js";
import { roc, sample, weighted } from "./known-values.js";

/** How much longer the way from a to c is when it passes b: 0 when b lies between them. */
function excess(a: RocPoint, b: RocPoint, c: RocPoint): number {
  const way = (p: RocPoint, q: RocPoint): number =>
    Math.hypot(p.falsePositiveRate - q.falsePositiveRate, p.truePositiveRate - q.truePositiveRate);
  return way(a, b) + way(b, c) - way(a, c);
}

describe("the ROC curve", () => {
  test("passes through every point that scikit-learn finds, and has no corner beside them", () => {
    const points = rocCurve(sample);
    const theirs = roc.thresholds.map((threshold, i) => ({
      threshold,
      falsePositiveRate: roc.falsePositiveRate[i] ?? Number.NaN,
      truePositiveRate: roc.truePositiveRate[i] ?? Number.NaN,
    }));
    for (const point of points) {
      const same = theirs.find(({ threshold }) => threshold === point.threshold);
      expect(point.falsePositiveRate).toBeCloseTo(same?.falsePositiveRate ?? Number.NaN, 12);
      expect(point.truePositiveRate).toBeCloseTo(same?.truePositiveRate ?? Number.NaN, 12);
    }
    for (const point of theirs)
      expect(Math.min(...points.slice(1).map((b, i) => excess(points[i] ?? b, point, b)))).toBeCloseTo(0, 9);
  });

  test("encloses the area that the ranks give", () => {
    const random = Random.seeded(3, "ranking");
    const truth = Array.from({ length: 500 }, () => random.integer(2));
    const probability = truth.map((y) => Math.round(20 * (0.3 * y + 0.7 * random.uniform())) / 20);
    const points = rocCurve({ truth, probability });
    let area = 0;
    for (let i = 1; i < points.length; i++) {
      const [a, b] = [points[i - 1], points[i]];
      if (a === undefined || b === undefined) continue;
      area += ((b.falsePositiveRate - a.falsePositiveRate) * (a.truePositiveRate + b.truePositiveRate)) / 2;
    }
    expect(weightedAuc({ truth, probability }, new Float64Array(500).fill(1))).toBeCloseTo(area, 12);
  });

  test("is the diagonal where a class is absent, and where all answers are alike", () => {
    expect(rocCurve({ truth: [1, 1], probability: [0.2, 0.4] }).length).toBe(2);
    expect(rocCurve({ truth: [1, 0], probability: [0.5, 0.5] }).map((p) => p.truePositiveRate)).toEqual([0, 1]);
  });
});

describe("the weighted area", () => {
  test("takes an order that was made before", () => {
    const order = rankOrder(sample.probability);
    expect(weightedAuc(sample, sample.weights, order)).toBeCloseTo(weighted.auc, 12);
  });

  test("is one half where a class has no weight", () => {
    expect(weightedAuc({ truth: [1, 0], probability: [0.9, 0.1] }, [1, 0])).toBe(0.5);
  });
});
