import { describe, expect, it } from "vitest";
import { toFloat16 } from "../../core/float16.js";

/** The number that sixteen bits stand for (IEEE 754, 3.4). */
function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

describe("toFloat16", () => {
  it("gives every half back as it is", () => {
    const changed = Array.from({ length: 0x10000 }, (_, bits) => bits).filter((bits) => {
      const value = fromFloat16(bits);
      return Number.isNaN(value) ? !Number.isNaN(fromFloat16(toFloat16(value))) : toFloat16(value) !== bits;
    });
    expect(changed).toEqual([]);
  });

  it("rounds what lies between to the nearest, and a tie to the even one", () => {
    const wrong: number[] = [];
    for (let bits = 0; bits < 0x7bff; bits++) {
      const [low, high] = [fromFloat16(bits), fromFloat16(bits + 1)];
      const middle = (low + high) / 2;
      const even = bits % 2 === 0 ? bits : bits + 1;
      const nudge = (high - low) / 8;
      const expected: [number, number][] = [
        [middle, even],
        [middle - nudge, bits],
        [middle + nudge, bits + 1],
      ];
      for (const [value, half] of expected) if (toFloat16(value) !== half) wrong.push(value);
    }
    expect(wrong).toEqual([]);
  });

  it("is infinite beyond the largest half", () => {
    expect([65_519, 65_520, -1e30].map(toFloat16)).toEqual([0x7bff, 0x7c00, 0xfc00]);
  });
});
