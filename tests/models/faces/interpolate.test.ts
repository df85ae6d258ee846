import { describe, expect, it } from "vitest";
import { Random } from "../../../core/random.js";
import { lerp, pathBetween, slerp } from "../../../models/faces/interpolate.js";

const draw = (seed: number) => Random.seeded(seed, "point").fillNormal(new Float32Array(32));
const length = (vector: Float32Array) => Math.hypot(...vector);

describe("ways between two points", () => {
  it.each(["slerp", "lerp"] as const)("%s begins and ends exactly where it was told", (method) => {
    const [from, to] = [draw(1), draw(2)];
    const path = pathBetween(from, to, 9, method);
    expect(path).toHaveLength(9);
    expect(path[0]).toEqual(from);
    expect(path[8]).toEqual(to);
    path[0]?.fill(0);
    expect(length(from)).toBeGreaterThan(0); // a copy, not the caller's own array
  });

  it("lerp divides the line, slerp the angle", () => {
    const [from, to] = [Float32Array.of(2, 0), Float32Array.of(0, 2)];
    expect(Array.from(lerp(from, to, 0.25))).toEqual([1.5, 0.5]);
    const [x = 0, y = 0] = slerp(from, to, 1 / 3);
    expect(Math.atan2(y, x)).toBeCloseTo(Math.PI / 6, 6);
    expect(Math.hypot(x, y)).toBeCloseTo(2, 6);
  });

  it("slerp keeps the length that lerp loses in the middle", () => {
    const [from, to] = [draw(3), draw(4)];
    const shortest = Math.min(length(from), length(to));
    expect(length(slerp(from, to, 0.5))).toBeGreaterThan(0.95 * shortest);
    expect(length(lerp(from, to, 0.5))).toBeLessThan(0.9 * shortest);
  });

  it.each([
    ["equal", draw(5), draw(5)],
    ["zero", new Float32Array(32), draw(5)],
    ["opposite", draw(5), draw(5).map((value) => -value)],
    ["nearly equal", draw(5), draw(5).map((value) => value * (1 + 1e-6))],
  ])("slerp between %s vectors is finite", (_, from, to) => {
    for (const point of pathBetween(from, to, 5, "slerp")) expect(point.every(Number.isFinite)).toBe(true);
  });
});
