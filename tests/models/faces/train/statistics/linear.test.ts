import { describe, expect, it } from "vitest";
import { Random } from "../../../../../core/random.js";
import { cholesky, packed, solveLower, solveUpper } from "../../../../../models/faces/train/statistics/cholesky.js";
import { frechetDistance } from "../../../../../models/faces/train/statistics/frechet.js";
import { momentsOf, variancesOf } from "../../../../../models/faces/train/statistics/moments.js";
import { eigenSymmetric, squareRoot } from "../../../../../models/faces/train/statistics/symmetric.js";

const n = 9;

/** A random symmetric positive matrix, row-major. */
function positive(seed: number): Float64Array {
  const random = Random.seeded(seed, "matrix");
  const b = Float64Array.from({ length: n * n }, () => random.normal());
  const a = multiply(b, transpose(b));
  for (let i = 0; i < n; i++) a[i * n + i] = (a[i * n + i] as number) + 0.5;
  return a;
}

function multiply(a: Float64Array, b: Float64Array): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += (a[Math.floor(at / n) * n + k] as number) * (b[k * n + (at % n)] as number);
    return sum;
  });
}

function transpose(a: Float64Array): Float64Array {
  return a.map((_, at) => a[(at % n) * n + Math.floor(at / n)] as number);
}

function expectClose(a: ArrayLike<number>, b: ArrayLike<number>): void {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(a[i]).toBeCloseTo(b[i] as number, 8);
}

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
});

describe("eigenSymmetric", () => {
  it("takes a matrix apart so that it can be put together again", () => {
    const a = positive(2);
    const { values, vectors } = eigenSymmetric(a, n);
    expectClose(multiply(vectors, transpose(vectors)), identity());
    const scaled = vectors.map((value, at) => value * (values[at % n] as number));
    expectClose(multiply(scaled, transpose(vectors)), a);
  });

  it("has a square root", () => {
    const a = positive(3);
    const root = squareRoot(a, n);
    expectClose(multiply(root, root), a);
    expectClose(squareRoot(new Float64Array(n * n), n), new Float64Array(n * n));
  });
});

function identity(): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => (Math.floor(at / n) === at % n ? 1 : 0));
}

describe("frechetDistance", () => {
  it("is zero for equal distributions, and known for simple ones", () => {
    const one = { mean: Float64Array.of(0, 0), covariance: Float64Array.of(4, 0, 0, 9) };
    const other = { mean: Float64Array.of(3, 4), covariance: Float64Array.of(1, 0, 0, 16) };
    expect(frechetDistance(one, one)).toBeCloseTo(0, 8);
    // 3^2 + 4^2 + (2 - 1)^2 + (3 - 4)^2
    expect(frechetDistance(one, other)).toBeCloseTo(27, 8);
    expect(frechetDistance(other, one)).toBeCloseTo(27, 8);
  });

  it("does not change when both are turned", () => {
    const a = { mean: new Float64Array(n), covariance: positive(4) };
    const b = { mean: new Float64Array(n).fill(1), covariance: positive(5) };
    const { vectors } = eigenSymmetric(positive(6), n);
    const turn = (matrix: Float64Array) => multiply(multiply(transpose(vectors), matrix), vectors);
    const turned = (mean: Float64Array) =>
      Float64Array.from({ length: n }, (_, j) => mean.reduce((s, v, i) => s + v * (vectors[i * n + j] as number), 0));
    const distance = frechetDistance(
      { mean: turned(a.mean), covariance: turn(a.covariance) },
      { mean: turned(b.mean), covariance: turn(b.covariance) },
    );
    expect(distance).toBeCloseTo(frechetDistance(a, b), 6);
  });
});

describe("moments", () => {
  it("are those of the rows", () => {
    const rows = { count: 3, width: 2, data: [1, 10, 2, 20, 6, 0] };
    const { mean, covariance } = momentsOf(rows);
    expect(Array.from(mean)).toEqual([3, 10]);
    expect(Array.from(covariance)).toEqual([7, -20, -20, 100]);
    expectClose(variancesOf(rows), [14 / 3, 200 / 3]);
  });
});
