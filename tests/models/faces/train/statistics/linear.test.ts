import { describe, expect, it } from "vitest";
import { frechetDistance } from "../../../../../models/faces/train/statistics/frechet.js";
import { momentsOf, variancesOf } from "../../../../../models/faces/train/statistics/moments.js";
import { eigenSymmetric, squareRoot } from "../../../../../models/faces/train/statistics/symmetric.js";
import { expectClose, multiply, n, positive, transpose } from "../../../../fixtures/matrices.js";

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
