import { describe, expect, test } from "vitest";
import { Random } from "../../../core/random.js";
import { correlationMatrix, countAbove, eachCorrelation } from "../../../models/trend/correlation.js";
import { plainMultiplier } from "../../../models/trend/row-product.js";
import { BLOCK, simdMultiplier } from "../../../models/trend/simd-product.js";

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

describe("rows multiplied with vectors", () => {
  test.each([
    [BLOCK, 2],
    [2 * BLOCK, 58],
    [3 * BLOCK, 400],
  ])("%i rows of %i numbers: to the bits of plain JavaScript", (count, stride) => {
    const [simd, plain] = [simdMultiplier(count, stride), plainMultiplier(count, stride)];
    if (simd === null) throw new Error("this Node has no WebAssembly vectors");
    const values = randomRows(1, count * stride)[0] ?? [];
    simd.rows.set(values);
    plain.rows.set(values);
    for (const [a, b] of [
      [0, 0],
      [0, count - BLOCK],
    ] as const) {
      simd.multiply(a, b);
      plain.multiply(a, b);
      expect([...simd.block]).toEqual([...plain.block]);
    }
  });

  test("what does not fit is left to JavaScript", () => {
    expect(simdMultiplier(64 * 1024, 4096)).toBeNull();
  });
});

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
    let pairs = 0;
    eachCorrelation(rows, (i, j, r) => {
      pairs += 1;
      expect(Math.abs(r - pearson(rows[i] as Float64Array, rows[j] as Float64Array))).toBeLessThan(1e-12);
      expect(matrix[i * count + j]).toBe(Math.fround(r));
      expect(matrix[j * count + i]).toBe(Math.fround(r));
    });
    expect(pairs).toBe((count * (count + 1)) / 2);
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

  test("of no rows are none", () => {
    expect(correlationMatrix([]).length).toBe(0);
    expect(countAbove([], 0).length).toBe(0);
  });
});
