/** A face in an address: written, read back, and refused when it is none. */
import { describe, expect, it } from "vitest";
import type { FacesFitted } from "../../../../models/faces/fitted.js";
import { drawLatents } from "../../../../models/faces/sampler.js";
import { latentOf, type Point, pointText, readPoint, sliderOf } from "../../../../models/faces/view/point.js";

const SIZE = 3;
const fitted: FacesFitted = {
  fit: "crop",
  dimensions: [
    { index: 2, effect: 9, mean: 0, deviation: 0.5 },
    { index: 0, effect: 4, mean: 0, deviation: 2 },
  ],
  mixture: { covariance: "diagonal", weights: [1], means: [[1, 2, 3]], spreads: [[1, 1, 1]] },
  attributes: [{ name: "hair", title: "Hair", low: "dark", high: "fair", source: "factor", direction: [1, 0, -1] }],
};

const own: Point = { base: { kind: "latent", values: Float32Array.of(0.1, -2.5, 99) }, moves: {} };

describe("in an address", () => {
  it.each([
    ["7.3", { kind: "sample", draw: { seed: 7, sampler: "mixture", temperature: 1 }, index: 3 }, {}],
    ["-4.63.prior.0.5", { kind: "sample", draw: { seed: -4, sampler: "prior", temperature: 0.5 }, index: 63 }, {}],
    [
      "1.0~hair:1.5~z5:-2",
      { kind: "sample", draw: { seed: 1, sampler: "mixture", temperature: 1 }, index: 0 },
      { hair: 1.5, z5: -2 },
    ],
  ])("%s is read, and written as it was", (text, base, moves) => {
    const point = readPoint(text, SIZE);
    expect(point).toEqual({ base, moves });
    expect(point && pointText(point)).toBe(text);
  });

  it("latent numbers keep every bit, in letters that need no escape", () => {
    const text = pointText(own);
    expect(text).toMatch(/^z[\w-]+$/);
    expect(readPoint(text, SIZE)).toEqual(own);
  });

  it("a slider that was not moved is not written, and one has three decimals", () => {
    expect(pointText({ ...own, moves: { hair: 0, z1: 1.23456 } })).toBe(`${pointText(own)}~z1:1.235`);
  });

  it.each([
    ["nothing", ""],
    ["no number", "a.b"],
    ["a seed alone", "7"],
    ["an unknown sampler", "7.3.uniform.1"],
    ["a temperature far out", "7.3.prior.5"],
    ["a slider without a value", "7.3~hair"],
    ["a slider beyond its end", "7.3~hair:6.5"],
    ["a slider of no number", "7.3~hair:x"],
    ["numbers of another length", "zAAAA"],
    ["no base64", `z${"?".repeat(16)}`],
  ])("%s is no face", (_, text) => {
    expect(readPoint(text, SIZE)).toBeNull();
  });

  it("numbers that no encoder gives are no face", () => {
    const far: Point = { base: { kind: "latent", values: Float32Array.of(0, 0, 101) }, moves: {} };
    expect(readPoint(pointText(far), SIZE)).toBeNull();
    const none: Point = { base: { kind: "latent", values: Float32Array.of(0, Number.NaN, 1) }, moves: {} };
    expect(readPoint(pointText(none), SIZE)).toBeNull();
  });
});

describe("as latent numbers", () => {
  it("is the draw's, or the numbers themselves, which stay as they are", () => {
    const draw = { seed: 5, sampler: "prior", temperature: 1 } as const;
    const sample: Point = { base: { kind: "sample", draw, index: 2 }, moves: {} };
    expect(latentOf(sample, fitted, SIZE)).toEqual(drawLatents(fitted, SIZE, { ...draw, count: 3 })[2]);
    const moved = latentOf({ ...own, moves: { hair: 1 } }, fitted, SIZE);
    expect(moved).not.toEqual(Float32Array.of(0.1, -2.5, 99));
    expect(own.base).toEqual({ kind: "latent", values: Float32Array.of(0.1, -2.5, 99) });
  });

  it("moves along a direction, and along a number by its own deviation", () => {
    const zero: Point["base"] = { kind: "latent", values: new Float32Array(SIZE) };
    expect([...latentOf({ base: zero, moves: { hair: 2 } }, fitted, SIZE)]).toEqual([2, 0, -2]);
    expect([...latentOf({ base: zero, moves: { [sliderOf(2)]: 3 } }, fitted, SIZE)]).toEqual([0, 0, 1.5]);
    expect([...latentOf({ base: zero, moves: { hair: 1, z0: -1, unknown: 3 } }, fitted, SIZE)]).toEqual([-1, 0, -1]);
  });
});
