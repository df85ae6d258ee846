/** Linear moves through the latent space. */
import { expect, it } from "vitest";
import { alongAttribute, alongDimension, evenly, valuesOver } from "../../../models/faces/moves.js";

it("both ends are reached, and zero is zero", () => {
  expect(evenly([-3, 3], 7)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
});

it("a latent number goes over its own range while the others stay", () => {
  const values = valuesOver({ mean: 1, deviation: 0.5 }, [-2, 2], 3);
  expect(values).toEqual([0, 1, 2]);
  const base = Float32Array.of(5, 6, 7);
  expect(alongDimension(base, 1, values)).toEqual([0, 1, 2].map((value) => Float32Array.of(5, value, 7)));
  expect(base).toEqual(Float32Array.of(5, 6, 7));
});

it("an attribute moves all numbers along its direction", () => {
  const moved = alongAttribute(Float32Array.of(1, 1), { direction: [0.5, -1] }, [-2, 0, 2]);
  expect(moved).toEqual([Float32Array.of(0, 3), Float32Array.of(1, 1), Float32Array.of(2, -1)]);
});
