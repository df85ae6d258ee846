import { describe, expect, test } from "vitest";
import { Random } from "../../../core/random.js";
import { correlationMatrix, countAbove } from "../../../models/trend/correlation.js";
import { BLOCK } from "../../../models/trend/row-product.js";

function randomRows(count: number, length: number): Float64Array[] {
  const random = Random.seeded(1, `rows/${count}/${length}`);
  return Array.from({ length: count }, () => Float64Array.from({ length }, () => random.normal()));
}

/** By the definition, one pair at a time. */
function pearson(x: Float64Array, y: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, i) => {
    xy += (value - mx) * ((y[i] ?? 0) - my);
    xx += (value - mx) ** 2;
    yy += ((y[i] ?? 0) - my) ** 2;
  });
  return xy / Math.sqrt(xx * yy);
}

describe("correlations", () => {
  test.each([
    [1, 5],
    [5, 59],
    [BLOCK, 60],
    [BLOCK + 1, 33],
    [150, 7],
  ])("of %i rows of %i numbers are Pearson's", (count, length) => {
    const rows = randomRows(count, length);
    const matrix = correlationMatrix(rows);
    const differences = rows.flatMap((x, i) =>
      rows.map((y, j) => Math.abs((matrix[i * count + j] ?? 9) - pearson(x, y))),
    );
    // The matrix holds float32, whose numbers below 1 lie at most 6e-8 apart.
    expect(Math.max(...differences)).toBeLessThan(6e-8);
    expect(rows.every((_, i) => rows.every((__, j) => matrix[i * count + j] === matrix[j * count + i]))).toBe(true);
    const above = Array.from({ length: count }, (_, i) =>
      matrix.subarray(i * count, (i + 1) * count).reduce((sum, r) => sum + (r > 0.1 ? 1 : 0), 0),
    );
    expect([...countAbove(rows, 0.1)]).toEqual(above);
  });

  test("of constant rows are NaN, and count nowhere", () => {
    const rows = [new Float64Array(9).fill(3), ...randomRows(2, 9)];
    expect([...correlationMatrix(rows)].map(Number.isNaN)).toEqual([
      ...[true, true, true],
      ...[true, false, false],
      ...[true, false, false],
    ]);
    expect([...countAbove(rows, -2)]).toEqual([0, 2, 2]);
  });

  const lengths = [5, 30, 59, 64, 119, 400];
  const levels = [0, 1, 3, 7, 0.1, 2 / 3, 1e6 / 7, 123_456_789];

  test.each(lengths)("of %i equal numbers, whatever they are: NaN, and no count", (length) => {
    const wave = Float64Array.from({ length }, (_, i) => Math.sin(i));
    for (const level of levels) {
      const row = () => new Float64Array(length).fill(level);
      const matrix = correlationMatrix([row(), wave, row()]);
      expect([...matrix.map((r) => Math.round(r))]).toEqual([NaN, NaN, NaN, NaN, 1, NaN, NaN, NaN, NaN]);
      expect([...countAbove([row(), wave, row()], 0.55)]).toEqual([0, 1, 0]);
    }
  });

  test("of numbers that differ by rounding alone: NaN", () => {
    const totals = Float64Array.from({ length: 1144 }, (_, day) => (day * 1e6) / 7);
    const steps = Float64Array.from({ length: 1143 }, (_, day) => (totals[day + 1] ?? 0) - (totals[day] ?? 0));
    expect(new Set(steps).size).toBeGreaterThan(1);
    expect(correlationMatrix([steps])[0]).toBeNaN();
    const last = Float64Array.from({ length: 30 }, (_, i) => (2 / 3) * (1 + (i % 3) * Number.EPSILON));
    expect(correlationMatrix([last])[0]).toBeNaN();
  });

  test("of a small variation on a large level are those of the variation", () => {
    for (const length of [59, 1143]) {
      const [a, b] = randomRows(2, length) as [Float64Array, Float64Array];
      const whole = (values: Float64Array) => values.map(Math.round);
      const lifted = (values: Float64Array) => whole(values).map((value) => value + 1e9);
      const r = pearson(whole(a), whole(b));
      const matrix = correlationMatrix([lifted(a), lifted(b), b]);
      expect(matrix[0]).toBeCloseTo(1, 6);
      expect(matrix[1]).toBeCloseTo(r, 6);
    }
    const oneMore = new Float64Array(400).fill(1e9);
    oneMore[7] = 1e9 + 1;
    expect(correlationMatrix([oneMore])[0]).toBeCloseTo(1, 6);
  });

  test("of no rows are none", () => {
    expect(correlationMatrix([]).length).toBe(0);
    expect(countAbove([], 0).length).toBe(0);
  });
});
