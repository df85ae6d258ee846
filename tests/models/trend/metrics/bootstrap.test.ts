import { describe, expect, test } from "vitest";
import { Random } from "../../../../core/random.js";
import { bootstrapByGroup, type Interval, quantile } from "../../../../models/trend/metrics/bootstrap.js";

const random = Random.seeded(11, "bootstrap test");
/** Thirty groups of twenty rows; a group's rows share its mean. */
const groups = Array.from({ length: 600 }, (_, row) => `g${row % 30}`);
const means = Array.from({ length: 30 }, () => random.normal());
const values = groups.map((_, row) => (means[row % 30] ?? 0) + 0.1 * random.normal());

function mean(weights: ArrayLike<number>): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    sum += (weights[row] ?? 0) * (values[row] ?? 0);
    total += weights[row] ?? 0;
  }
  return sum / total;
}

/** An interval that has ends. */
function wide({ low, high, ...rest }: Interval) {
  if (low === null || high === null) throw new Error("there is no interval");
  return { low, high, ...rest };
}

describe("bootstrap by group", () => {
  const byGroup = wide(bootstrapByGroup(groups, (weights) => ({ mean: mean(weights) }), { seed: 1 }).mean);

  test("has the width that theory gives for a mean of group means", () => {
    const centre = means.reduce((sum, value) => sum + value, 0) / 30;
    const deviation = Math.sqrt(means.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 30);
    const expected = (2 * 1.96 * deviation) / Math.sqrt(30);
    expect((byGroup.high - byGroup.low) / expected).toBeGreaterThan(0.88);
    expect((byGroup.high - byGroup.low) / expected).toBeLessThan(1.12);
    expect(byGroup.low).toBeLessThan(byGroup.estimate);
    expect(byGroup.high).toBeGreaterThan(byGroup.estimate);
  });

  test("is far wider than one that takes rows as independent", () => {
    const rows = wide(bootstrapByGroup([...values.keys()], (weights) => ({ mean: mean(weights) }), { seed: 1 }).mean);
    expect(byGroup.high - byGroup.low).toBeGreaterThan(3 * (rows.high - rows.low));
  });

  test("is the same for the same seed, and another for another", () => {
    const again = bootstrapByGroup(groups, (weights) => ({ mean: mean(weights) }), { seed: 1 }).mean;
    expect(again).toEqual(byGroup);
    const other = bootstrapByGroup(groups, (weights) => ({ mean: mean(weights) }), { seed: 2 }).mean;
    expect(other.low).not.toBe(byGroup.low);
    expect(other.estimate).toBe(byGroup.estimate);
  });

  test("a paired difference of two figures that move together is narrow", () => {
    const { a, difference } = bootstrapByGroup(
      groups,
      (weights) => ({ a: mean(weights), difference: mean(weights) + 0.01 - mean(weights) }),
      { seed: 1, replicates: 200, level: 0.9 },
    );
    expect(difference.low).toBeCloseTo(0.01, 9);
    expect(difference.high).toBeCloseTo(0.01, 9);
    expect(a.level).toBe(0.9);
  });

  test.each([1, 2, 9])("of %i groups there is no interval, and the figure stays", (count) => {
    const few = values.map((_, row) => row % count);
    const found = bootstrapByGroup(few, (weights) => ({ mean: mean(weights) }), { seed: 1 }).mean;
    expect(found).toMatchObject({ estimate: byGroup.estimate, low: null, high: null });
  });

  test("of ten groups there is one, and it has a width", () => {
    const ten = values.map((_, row) => row % 10);
    const { low, high } = wide(bootstrapByGroup(ten, (weights) => ({ mean: mean(weights) }), { seed: 1 }).mean);
    expect(high).toBeGreaterThan(low);
  });

  test("a figure that is hardly ever defined is refused, and so is no row at all", () => {
    expect(() => bootstrapByGroup(groups, () => ({ nothing: Number.NaN }), { seed: 1, replicates: 10 })).toThrow(
      /nothing is defined in only 0 of 10/,
    );
    expect(() => bootstrapByGroup([], () => ({ a: 1 }), { seed: 1 })).toThrow(RangeError);
  });
});

test("quantiles are numpy's", () => {
  expect(quantile([1, 2, 3, 4], 0.025)).toBeCloseTo(1.075, 12);
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantile([7], 0.9)).toBe(7);
});
