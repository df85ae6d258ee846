/** The one checked way to read a list at an index. */
import { describe, expect, test } from "vitest";
import { at } from "../../core/at.js";

describe("at", () => {
  test("gives what is there, 0 and NaN too", () => {
    expect(at(["a", "b"], 1)).toBe("b");
    expect(at(Float32Array.of(0, Number.NaN), 0)).toBe(0);
    expect(at(Float32Array.of(0, Number.NaN), 1)).toBeNaN();
  });

  test.each([-1, 2, 0.5, Number.NaN])("refuses the index %d of two, and says of what", (index) => {
    const words = `there is no picture ${index}: there are 2, counted from 0`;
    expect(() => at(Uint32Array.of(7, 8), index, "picture")).toThrow(new RangeError(words));
  });

  test("does not take a hole in a list for a value", () => {
    expect(() => at([1, undefined], 1)).toThrow(RangeError);
  });
});
