import { describe, expect, it } from "vitest";
import { median, ratios, spreadOf } from "../../../tools/bench/measure/statistics.js";
import { threadCounts } from "../../../train/threads/processor.js";

describe("medians and ratios", () => {
  it("takes the middle value, or the mean of the middle two, in any order", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([10, 1, 4, 2])).toBe(3);
    expect(median([7])).toBe(7);
    expect(() => median([])).toThrow(RangeError);
  });

  it("leaves its argument as it was", () => {
    const values = [3, 1, 2];
    spreadOf(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it("compares round by round: a machine that grows slower counts for nobody", () => {
    expect(ratios([2, 4, 40], [1, 2, 20])).toEqual({ median: 2, lowest: 2, highest: 2, count: 3 });
    expect(() => ratios([1, 2], [1])).toThrow("2 rounds cannot be compared with 1");
  });

  it("tries powers of two and all cores", () => {
    expect(threadCounts(1)).toEqual([1]);
    expect(threadCounts(2)).toEqual([1, 2]);
    expect(threadCounts(6)).toEqual([1, 2, 4, 6]);
  });
});
