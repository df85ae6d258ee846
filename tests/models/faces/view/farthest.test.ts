import { expect, it } from "vitest";
import { farthestPair } from "../../../../models/faces/view/farthest.js";

const at = (...points: readonly (readonly number[])[]) => farthestPair(points.map((point) => Float32Array.from(point)));

it("finds the two that are farthest apart, the earlier one first", () => {
  expect(at([0, 0], [3, 4], [1, 1], [-3, -4], [4, 3])).toEqual([1, 3]);
  expect(at([5, 5], [0, 0], [0, 1])).toEqual([0, 1]);
});

it("makes do with one, or with two of the same", () => {
  expect(at([1, 1])).toEqual([0, 0]);
  expect(at([1, 1], [1, 1])).toEqual([0, 1]);
});
