import { describe, expect, it } from "vitest";
import { duration, figure, figures, rate } from "../../../cli/reporter/format.js";

describe("numbers for people", () => {
  it.each([
    [0, "0"],
    [12, "12"],
    [1240, "1,240"],
    [0.612_345, "0.6123"],
    [12.3456, "12.35"],
    [1234.5, "1,235"],
    [1.19e-7, "1.2e-7"],
    [-0.5, "-0.5"],
    [3e12, "3.00e+12"],
  ])("figure(%d) is %s", (value, text) => {
    expect(figure(value)).toBe(text);
  });

  it.each([
    [0.04, "0.0 s"],
    [8.4, "8 s"],
    [59.6, "1 min 0 s"],
    [125, "2 min 5 s"],
    [3780, "1 h 3 min"],
  ])("duration(%d) is %s", (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it("rates below one a second are told as the time of one", () => {
    expect([rate(412.3), rate(2.14), rate(0.5)]).toEqual(["412/s", "2.1/s", "2.0 s each"]);
  });

  it("figures keep their order, and none are none", () => {
    expect(figures({ loss: 0.5, accuracy: 0.75 })).toEqual(["loss 0.5", "accuracy 0.75"]);
    expect(figures(undefined)).toEqual([]);
  });
});
