import { describe, expect, it } from "vitest";
import type { TensorSpec } from "../../core/contract.js";
import { InputError } from "../../core/errors.js";
import { tensorOf } from "../../core/tensor.js";
import { nestedFromTensor, tensorFromNested } from "../../store/nested.js";

const spec = (type: TensorSpec["type"], ...sizes: number[]): TensorSpec => ({
  name: "x",
  type,
  dimensions: [{ name: "batch", size: null }, ...sizes.map((size, i) => ({ name: `axis${i}`, size }))],
  unit: "",
  description: "",
});

describe("nested arrays", () => {
  it.each([
    [
      spec("float32", 2, 3),
      [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
      [1, 2, 3],
    ],
    [spec("float32"), [0.5, -1], [2]],
    [spec("int32", 1), [[3], [4]], [2, 1]],
    [spec("bool", 2), [[true, false]], [1, 2]],
  ])("become a tensor and come back", (one, value, dims) => {
    const tensor = tensorFromNested(one, value, "/x");
    expect(tensor.type).toBe(one.type);
    expect(nestedFromTensor(tensor)).toEqual(value);
    if (one.dimensions.length === dims.length) expect(tensor.dims).toEqual(dims);
  });

  it("take 0 and 1 for a bool, and any number of rows", () => {
    expect(tensorFromNested(spec("bool", 1), [[1], [0], [true]], "/x")).toEqual(tensorOf("bool", [3, 1], [1, 0, 1]));
  });

  it.each<[string, TensorSpec, unknown, RegExp]>([
    [
      "nothing",
      spec("float32", 2),
      undefined,
      /^\/x: expected an array over batch, got nothing\n"x" is float32 \[batch, 2\]/,
    ],
    ["a number for a row", spec("float32", 2), [1, 2], /^\/x\/0: expected an array over axis0, got 1/],
    ["no rows", spec("float32", 2), [], /^\/x: 0 values over batch, expected at least one/],
    ["a short row", spec("float32", 2), [[1, 2], [3]], /^\/x\/1: 1 values over axis0, expected 2/],
    ["one axis too many", spec("float32", 2), [[1, [2]]], /^\/x\/0\/1: expected a float32, got an array/],
    ["text", spec("int32", 1), [["7"]], /^\/x\/0\/0: expected an int32, got "7"/],
    ["null", spec("float32", 1), [[null]], /^\/x\/0\/0: expected a float32, got null/],
    ["a fraction for an int32", spec("int32", 1), [[1.5]], /^\/x: element 0 is 1.5, which is no int32/],
    ["a number beyond float32", spec("float32", 1), [[1e39]], /^\/x: element 0 is 1e\+39, which is no float32/],
  ])("refuse %s, naming the place", (_, one, value, message) => {
    expect(() => tensorFromNested(one, value, "/x")).toThrow(InputError);
    expect(() => tensorFromNested(one, value, "/x")).toThrow(message);
  });
});
