import { expect, it } from "vitest";
import { Random } from "../../../../../core/random.js";
import { regressDirections } from "../../../../../models/faces/train/fitting/directions.js";

it("finds each property's own direction, also when two properties go together", () => {
  const random = Random.seeded(1, "directions");
  const count = 5000;
  const properties = new Float64Array(count * 3);
  const latents = new Float64Array(count * 2);
  for (let row = 0; row < count; row++) {
    const hair = 3 * random.normal();
    const skin = 0.5 * hair + random.normal(); // correlated with hair, but it moves another latent number
    properties.set([hair, skin, 7], row * 3);
    latents.set([hair + 0.1 * random.normal(), -2 * skin + 0.1 * random.normal()], row * 2);
  }
  const [hair, skin, constant] = regressDirections(
    { count, width: 3, data: properties },
    { count, width: 2, data: latents },
  );
  expect(hair?.[0]).toBeCloseTo(3, 1);
  expect(Math.abs(hair?.[1] ?? 1)).toBeLessThan(0.05);
  expect(Math.abs(skin?.[0] ?? 1)).toBeLessThan(0.05);
  expect(skin?.[1]).toBeCloseTo(-2 * Math.sqrt(0.25 * 9 + 1), 1);
  expect(Array.from(constant ?? [])).toEqual([0, 0]);
});

it("a property that never varies has no direction, whatever its level; a small one on a large level has its own", () => {
  const random = Random.seeded(2, "directions");
  const count = 10_000;
  const properties = new Float64Array(count * 3);
  const latents = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const small = random.normal();
    properties.set([0.1, 1.6e9 / 7, 1e9 + 1e-3 * small], row * 3);
    latents[row] = 2 * small;
  }
  const found = regressDirections({ count, width: 3, data: properties }, { count, width: 1, data: latents });
  expect(found.slice(0, 2).map((direction) => [...direction])).toEqual([[0], [0]]);
  expect(found[2]?.[0]).toBeCloseTo(2, 1);
});
