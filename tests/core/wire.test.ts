import { describe, expect, it } from "vitest";
import { InputError } from "../../core/errors.js";
import { type ElementType, elementTypes, tensorOf } from "../../core/tensor.js";
import { elementBytes, fromWire, toWire } from "../../core/wire.js";

const values: Readonly<Record<ElementType, readonly number[]>> = {
  float32: [0, -1.5, 3.4e38, 1e-45],
  float16: [0, -1.5, 65504, 2 ** -24],
  int64: [0, -1, 2 ** 53 - 1, -(2 ** 53) + 1],
  int32: [0, -1, 2 ** 31 - 1, -(2 ** 31)],
  uint8: [0, 1, 128, 255],
  bool: [0, 1, 1, 0],
};

describe("a tensor as bytes", () => {
  it.each(elementTypes)("comes back as it was: %s", (type) => {
    const tensor = tensorOf(type, [2, 2], values[type]);
    const bytes = toWire(tensor);
    expect(bytes.byteLength).toBe(4 * elementBytes[type]);
    expect(fromWire(type, [2, 2], bytes)).toEqual(tensor);
  });

  it("is little-endian, each type in its own form", () => {
    expect([...toWire(tensorOf("int64", [1], [-2]))]).toEqual([0xfe, ...Array(7).fill(0xff)]);
    expect([...toWire(tensorOf("float16", [1], [1]))]).toEqual([0x00, 0x3c]);
    expect([...toWire(tensorOf("float32", [1], [1]))]).toEqual([0, 0, 0x80, 0x3f]);
  });

  it("is read from bytes that begin anywhere", () => {
    const whole = new Uint8Array([9, 9, 9, ...toWire(tensorOf("int64", [2], [7, -7]))]);
    expect([...fromWire("int64", [2], whole.subarray(3)).data]).toEqual([7, -7]);
  });

  it.each<[string, ElementType, readonly number[], Uint8Array]>([
    ["too few bytes", "float32", [2], new Uint8Array(7)],
    ["too many bytes", "uint8", [2], new Uint8Array(3)],
    ["a bool that is neither 0 nor 1", "bool", [1], Uint8Array.of(2)],
    ["an int64 beyond 2^53", "int64", [1], new Uint8Array(new BigInt64Array([2n ** 53n]).buffer)],
  ])("is refused: %s", (_, type, dims, bytes) => {
    expect(() => fromWire(type, dims, bytes, "input")).toThrow(InputError);
  });
});
