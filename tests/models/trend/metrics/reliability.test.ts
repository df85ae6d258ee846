import { describe, expect, test } from "vitest";
import { type ReliabilityBin, reliabilityBins, wilsonInterval } from "../../../../models/trend/metrics/reliability.js";
import { calibrationError } from "../../../../models/trend/scores.js";
import { sample, scores } from "./known-values.js";

/** Mean distance of said and happened, weighted by the answers in each. */
function distance(bins: readonly ReliabilityBin[]): number {
  const sum = bins.reduce((total, { count, said, happened }) => total + count * Math.abs(said - (happened ?? said)), 0);
  return sum / bins.reduce((rows, { count }) => rows + count, 0);
}

describe("reliability bins", () => {
  test("give the calibration error that the scores state", () => {
    const bins = reliabilityBins(sample);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(40);
    expect(distance(bins)).toBeCloseTo(scores.ece, 12);
    expect(distance(reliabilityBins(sample, 15))).toBeCloseTo(calibrationError(sample, 15), 12);
  });

  test("hold 0 in the first bin and 1 in the last, and say what happened", () => {
    const bins = reliabilityBins({ truth: [0, 1, 1, 0], probability: [0, 1, 0.95, 0.95] }, 10);
    expect(bins[0]).toMatchObject({ count: 1, said: 0, happened: 0 });
    expect(bins[9]?.count).toBe(3);
    expect(bins[9]?.happened).toBeCloseTo(2 / 3, 12);
  });

  test("an empty bin says nothing", () => {
    const bins = reliabilityBins({ truth: [1], probability: [0.99] });
    expect(bins[0]).toMatchObject({ count: 0, happened: null, interval: null });
  });

  test("what is no probability is refused", () => {
    expect(() => reliabilityBins({ truth: [1], probability: [Number.NaN] })).toThrow(/row 0: NaN/);
    expect(() => reliabilityBins({ truth: [1], probability: [-0.2] })).toThrow(RangeError);
  });
});

test("Wilson's interval is SciPy's", () => {
  const [low, high] = wilsonInterval(3, 20);
  expect(low).toBeCloseTo(0.05236874589621662, 12);
  expect(high).toBeCloseTo(0.3604188647407569, 12);
  expect(wilsonInterval(0, 5)[1]).toBeCloseTo(0.43448246478317476, 12);
  expect(wilsonInterval(0, 5)[0]).toBe(0);
});
