import { describe, expect, it } from "vitest";
import { cholesky, packed, solveLower, solveUpper } from "../../train/cholesky.js";
import { expectClose, multiply, n, positive, transpose } from "../fixtures/matrices.js";

describe("cholesky", () => {
  const lower = (a: Float64Array) => {
    const half = new Float64Array(packed(n, 0));
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) half[packed(i, j)] = a[i * n + j] as number;
    return half;
  };

  it("gives a factor whose product is the matrix, and solves with it", () => {
    const a = positive(1);
    const factor = cholesky(lower(a), n);
    const full = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) full[i * n + j] = factor[packed(i, j)] as number;
    expectClose(multiply(full, transpose(full)), a);
    const x = Float64Array.from({ length: n }, (_, i) => i - 3.5);
    const b = Float64Array.from({ length: n }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += (a[i * n + k] as number) * (x[k] as number);
      return sum;
    });
    const squared = solveLower(factor, b);
    expect(squared).toBeCloseTo(
      b.reduce((sum, value) => sum + value * value, 0),
      8,
    );
    solveUpper(factor, b);
    expectClose(b, x);
  });

  it("refuses a matrix that is not positive", () => {
    expect(() => cholesky(Float64Array.of(1, 2, 1), 2)).toThrow("not positive definite: pivot 1");
  });

  it("refuses a triangle that has not the size of the other part", () => {
    expect(() => cholesky(Float64Array.of(4, 2), 2)).toThrow("2 numbers are no lower triangle of 2 rows: that has 3");
    const factor = Float64Array.of(2, 1, 3);
    expect(() => solveLower(factor, new Float64Array(3))).toThrow("no lower triangle of 3 rows");
    expect(() => solveUpper(factor, new Float64Array(3))).toThrow("no lower triangle of 3 rows");
  });

  it("raises a pivot to the least one that is given", () => {
    const factor = cholesky(Float64Array.of(4, 2, 1 - 1e-16), 2, 1e-12);
    expect(factor[packed(0, 0)]).toBe(2);
    expect(factor[packed(1, 1)]).toBe(1e-6);
  });
});
