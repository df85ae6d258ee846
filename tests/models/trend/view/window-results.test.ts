/** The windows of a curve, and what became of the answers to them. */
import { describe, expect, it } from "vitest";
import { labelRule } from "../../../../models/trend/labels.js";
import type { Curve } from "../../../../models/trend/view/table-worker/messages.js";
import { cameTrue, endsOf, ruleOf, windowAt } from "../../../../models/trend/view/window-results.js";

/** Known from day 3 to day 26; what is outside was filled. */
const curve: Curve = {
  firstDay: 1000,
  increments: Float64Array.from({ length: 30 }, (_, day) => day),
  from: 3,
  to: 27,
};

describe("a window", () => {
  it("ends where all its days are known", () => {
    expect(endsOf(curve, 7)).toEqual({ first: 9, last: 26 });
    const { first, last } = endsOf(curve, 25);
    expect(last).toBeLessThan(first);
  });

  it("has the days up to its end, and the date of its last", () => {
    expect(windowAt(curve, "Peru", 3, 10)).toEqual({
      name: "Peru",
      increments: Float32Array.of(8, 9, 10),
      end: 1010,
    });
    expect(windowAt(curve, "Peru", 3, 5)?.increments).toEqual(Float32Array.of(3, 4, 5));
  });

  it.each([
    ["begins before the first known day", 4],
    ["ends after the last", 27],
  ])("that %s is none", (_, end) => {
    expect(windowAt(curve, "Peru", 3, end)).toBeNull();
  });

  it("with more cases than the model takes is none", () => {
    const many = { ...curve, increments: curve.increments.with(10, -1.1e9) as Float64Array };
    expect(windowAt(many, "Peru", 3, 11)).toBeNull();
    expect(windowAt(many, "Peru", 3, 13)).not.toBeNull();
  });
});

describe("what became of an answer", () => {
  it("follows the rule that the model's contract is about", () => {
    expect(ruleOf(labelRule("weekly").meaning)).toBe("weekly");
    expect(ruleOf(`The ${labelRule("weekly").meaning}, calibrated.`)).toBe("weekly");
    expect(ruleOf("the price of a parcel")).toBeNull();
  });

  it("is known when the days after it are", () => {
    expect(cameTrue(curve, "weekly", 19)).toBe(true);
    const falling = { ...curve, increments: curve.increments.map((day) => -day) };
    expect(cameTrue(falling, "weekly", 19)).toBe(false);
    // Its last seven days end with day 26, the last that is known.
    expect(cameTrue(curve, "weekly", 20)).toBeNull();
    // Fourteen days before it: the first is day 3.
    expect(cameTrue(curve, "weekly", 16)).toBe(true);
    expect(cameTrue(curve, "weekly", 15)).toBeNull();
  });
});
