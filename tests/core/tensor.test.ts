import { describe, expect, it } from "vitest";
import { fromBase64, tensorFromBase64, tensorToBase64, toBase64 } from "../../core/bytes.js";
import { InputError } from "../../core/errors.js";
import { makeTensor, sizeOf, sliceRows, tensorOf } from "../../core/tensor.js";

describe("tensorOf", () => {
  it("makes each element type", () => {
    expect(tensorOf("float32", [2, 1], [1.5, -2]).data).toEqual(Float32Array.of(1.5, -2));
    expect(tensorOf("int32", [2], [-(2 ** 31), 2 ** 31 - 1]).data).toEqual(Int32Array.of(-2147483648, 2147483647));
    expect(tensorOf("bool", [2], [0, 1]).data).toEqual(Uint8Array.of(0, 1));
  });

  it.each([
    ["float32", Number.NaN],
    ["float32", Number.POSITIVE_INFINITY],
    ["float32", 1e39],
    ["int32", 1.5],
    ["int32", 2 ** 31],
    ["bool", 2],
  ] as const)("refuses as %s the number %d, naming the element", (type, value) => {
    expect(() => tensorOf(type, [2], [0, value], "/values")).toThrow(
      new InputError(`element 1 is ${value}, which is no ${type}`, { where: { field: "/values" } }),
    );
  });

  it("refuses a count that does not fill the shape", () => {
    expect(() => tensorOf("float32", [2, 3], [1, 2])).toThrow(/expected 6 values for shape \[2, 3\], got 2/);
  });
});

describe("makeTensor", () => {
  it("refuses data of another length or class", () => {
    expect(() => makeTensor("float32", [3], new Float32Array(2))).toThrow(/2 elements do not fill the shape \[3\]/);
    expect(() => makeTensor("float32", [2], new Int32Array(2))).toThrow(/a float32 tensor cannot hold a Int32Array/);
  });

  it("does not keep the caller's dims", () => {
    const dims = [2];
    const tensor = makeTensor("float32", dims, new Float32Array(2));
    dims[0] = 9;
    expect(tensor.dims).toEqual([2]);
  });
});

it("sizeOf is the product, 1 for a scalar and 0 with an empty dimension", () => {
  expect([sizeOf([2, 3, 4]), sizeOf([]), sizeOf([0, 3])]).toEqual([24, 1, 0]);
});

it("sliceRows copies rows along the first dimension and stops at the end", () => {
  const tensor = tensorOf("int32", [3, 2], [1, 2, 3, 4, 5, 6]);
  expect(sliceRows(tensor, 1, 2)).toEqual(tensorOf("int32", [1, 2], [3, 4]));
  const rest = sliceRows(tensor, 1, 99);
  expect(rest).toEqual(tensorOf("int32", [2, 2], [3, 4, 5, 6]));
  rest.data[0] = 0;
  expect(tensor.data[2]).toBe(3);
});

describe("base64", () => {
  it("agrees with Node's own, beyond the size that fits on a call stack", () => {
    const bytes = Uint8Array.from({ length: 300_001 }, (_, i) => (i * 31) % 256);
    const text = toBase64(bytes);
    expect(text).toBe(Buffer.from(bytes).toString("base64"));
    expect(fromBase64(text)).toEqual(bytes);
  });

  it("carries tensors of each type, views into larger buffers included", () => {
    const whole = Float32Array.of(9, 1.5, -0, 3e38, 9);
    const tensors = [
      makeTensor("float32", [1, 3], whole.subarray(1, 4)),
      tensorOf("int32", [2], [-7, 8]),
      tensorOf("bool", [3], [1, 0, 1]),
    ];
    for (const tensor of tensors) {
      const back = tensorFromBase64(tensor.type, tensor.dims, tensorToBase64(tensor));
      expect(back.dims).toEqual(tensor.dims);
      expect([...back.data].every((value, i) => Object.is(value, tensor.data[i]))).toBe(true);
    }
  });

  it("names the field of a text that is no base64, or too short", () => {
    expect(() => fromBase64("%%%", "/image")).toThrow(/^\/image: not valid base64$/);
    expect(() => tensorFromBase64("float32", [2], toBase64(new Uint8Array(7)), "mean")).toThrow(
      /^mean: 7 bytes, expected 8 for float32 \[2\]$/,
    );
  });
});
