import { describe, expect, it } from "vitest";
import { compareOutputs, FLOAT32_TOLERANCE } from "../../core/agreement.js";
import { FailedError } from "../../core/errors.js";
import { makeTensor, type Tensors } from "../../core/tensor.js";

const values = (...numbers: number[]): Tensors => ({
  y: makeTensor("float32", [numbers.length], Float32Array.from(numbers)),
});

describe("compareOutputs", () => {
  it("finds nothing between equal outputs, minus zero and infinities included", () => {
    const same = compareOutputs(values(1, -0, Infinity), values(1, 0, Infinity));
    expect(same).toMatchObject({ maxAbsDifference: 0, maxScaledDifference: 0 });
  });

  it("is absolute up to 1 and relative above", () => {
    const small = compareOutputs(values(0.5), values(0.25));
    expect(small).toMatchObject({ maxAbsDifference: 0.25, maxScaledDifference: 0.25 });
    const large = compareOutputs(values(1000), values(1024));
    expect(large).toMatchObject({ maxAbsDifference: 24, maxScaledDifference: 24 / 1024 });
  });

  it("names output and element of the largest scaled difference, not of the largest absolute one", () => {
    const got = { ...values(0, 0.1), z: makeTensor("float32", [1], Float32Array.of(1_000_001)) };
    const expected = { ...values(0, 0), z: makeTensor("float32", [1], Float32Array.of(1_000_000)) };
    const agreement = compareOutputs(got, expected);
    expect(agreement.worst).toEqual({ output: "y", element: 1, got: Math.fround(0.1), expected: 0 });
    expect(agreement.maxAbsDifference).toBe(1);
  });

  it.each([
    [Number.NaN, 5],
    [5, Number.NaN],
    [5, Infinity],
    [Infinity, 5],
    [-Infinity, Infinity],
  ])("counts %d against %d as infinitely far apart", (got, expected) => {
    const agreement = compareOutputs(values(got), values(expected));
    expect(agreement.maxAbsDifference).toBe(Infinity);
    expect(agreement.maxScaledDifference).toBe(Infinity);
    expect(agreement.maxScaledDifference <= FLOAT32_TOLERANCE).toBe(false);
  });

  it("compares the first rows when fewer are expected, and refuses fewer rows than expected", () => {
    expect(compareOutputs(values(1, 2, 99), values(1, 2)).maxAbsDifference).toBe(0);
    expect(() => compareOutputs(values(1), values(1, 2))).toThrow(/"y" has 1 elements, expected at least 2/);
    expect(() => compareOutputs({}, values(1))).toThrow(FailedError);
  });
});
