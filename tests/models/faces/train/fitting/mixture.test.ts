import { describe, expect, it } from "vitest";
import { Random } from "../../../../../core/random.js";
import { silentReporter } from "../../../../../core/reporter.js";
import { drawFromMixture, mixtureSchema } from "../../../../../models/faces/mixture.js";
import { chooseMixture } from "../../../../../models/faces/train/fitting/choose-mixture.js";
import { widened } from "../../../../../models/faces/train/fitting/choose-spread.js";
import { fitMixture, meanLogLikelihood } from "../../../../../models/faces/train/fitting/expectation.js";
import { momentsOf, type Rows } from "../../../../../models/faces/train/statistics/moments.js";

/** Two elongated clouds, three parts of the one and one of the other; y follows x inside each. */
function clouds(count: number, seed: number): Rows {
  const random = Random.seeded(seed, "clouds");
  const data = new Float64Array(count * 2);
  for (let row = 0; row < count; row++) {
    const far = random.uniform() < 0.25;
    const x = random.normal();
    data[row * 2] = (far ? 10 : 0) + x;
    data[row * 2 + 1] = (far ? -5 : 0) + 0.9 * x + 0.2 * random.normal();
  }
  return { count, width: 2, data };
}

describe("fitMixture", () => {
  it.each(["full", "diagonal"] as const)("finds the clouds (%s covariance)", async (covariance) => {
    const { weights, components } = await fitMixture(clouds(4000, 1), {
      components: 2,
      covariance,
      random: Random.seeded(3, "fit"),
    });
    const far = components.findIndex(({ mean }) => (mean[0] as number) > 5);
    expect(weights[far]).toBeCloseTo(0.25, 1);
    expect(components[far]?.mean[0]).toBeCloseTo(10, 0);
    expect(components[far]?.mean[1]).toBeCloseTo(-5, 0);
  });

  it("comes near the true likelihood of rows it has not seen", async () => {
    const heldOut = clouds(4000, 2);
    const options = { components: 2, random: Random.seeded(3, "fit") };
    const full = await fitMixture(clouds(4000, 1), { ...options, covariance: "full" });
    const diagonal = await fitMixture(clouds(4000, 1), { ...options, covariance: "diagonal" });
    // entropy of the choice, and of both normal numbers
    const truth = 0.25 * Math.log(0.25) + 0.75 * Math.log(0.75) - Math.log(2 * Math.PI) - 1 - Math.log(0.2);
    expect(meanLogLikelihood(heldOut, full)).toBeCloseTo(truth, 1);
    expect(meanLogLikelihood(heldOut, diagonal)).toBeLessThan(truth - 0.5);
  });

  it("explains unseen rows better where components with few rows lean on the others", async () => {
    const random = Random.seeded(4, "rows");
    const rows = (count: number) => ({ count, width: 8, data: random.fillNormal(new Float32Array(count * 8)) });
    const [few, heldOut] = [rows(120), rows(2000)];
    const unseen = async (shrinkage: number) =>
      meanLogLikelihood(
        heldOut,
        await fitMixture(few, { components: 6, covariance: "full", shrinkage, random: Random.seeded(3, "fit") }),
      );
    expect(await unseen(20)).toBeGreaterThan((await unseen(0)) + 1);
  });

  it("is the seed's, and copes with equal rows", async () => {
    const rows = clouds(300, 1);
    const again = () => fitMixture(rows, { components: 3, covariance: "full", random: Random.seeded(9, "fit") });
    expect(await again()).toEqual(await again());
    const equal = { count: 50, width: 2, data: new Float64Array(100).fill(4) };
    const { weights, components } = await fitMixture(equal, {
      components: 4,
      covariance: "full",
      random: Random.seeded(1, "fit"),
    });
    expect(Array.from(weights)).toEqual([1]);
    expect(Array.from(components[0]?.mean ?? [])).toEqual([4, 4]);
  });

  it("stops when it is told to", async () => {
    const options = { components: 2, covariance: "full", random: Random.seeded(1, "fit") } as const;
    await expect(fitMixture(clouds(100, 1), { ...options, signal: AbortSignal.abort() })).rejects.toThrow("stopped");
  });
});

describe("chooseMixture", () => {
  it("prefers what explains held-out rows, and its samples have their moments", async () => {
    const training = clouds(4000, 1);
    const random = (label: string) => Random.seeded(5, label);
    const { mixture, tried } = await chooseMixture(training, clouds(2000, 2), random, silentReporter);
    expect(mixtureSchema.parse(JSON.parse(JSON.stringify(mixture)))).toEqual(mixture);
    expect(mixture.covariance).toBe("full");
    expect(tried.length).toBeGreaterThan(4);
    const draws = Random.seeded(1, "draws");
    const rows = Array.from({ length: 8000 }, () => drawFromMixture(mixture, draws, 1));
    const drawn = momentsOf({ count: rows.length, width: 2, data: rows.flatMap((row) => Array.from(row)) });
    const real = momentsOf(training);
    for (let i = 0; i < 2; i++)
      expect(Math.abs((drawn.mean[i] as number) - (real.mean[i] as number))).toBeLessThan(0.2);
    for (let i = 0; i < 4; i++) {
      expect((drawn.covariance[i] as number) / (real.covariance[i] as number)).toBeCloseTo(1, 1);
    }
  });
});

describe("widened", () => {
  it.each(["full", "diagonal"] as const)(
    "draws at temperature 1 what the other draws at the factor (%s)",
    (covariance) => {
      const spreads = covariance === "full" ? [[0.5, 0.25, 2]] : [[0.5, 2]];
      const mixture = { covariance, weights: [1], means: [[3, -1]], spreads };
      const draw = (of: typeof mixture, temperature: number) =>
        Array.from(drawFromMixture(of, Random.seeded(1, "draw"), temperature));
      expect(draw(widened(mixture, 1.5), 1)).toEqual(draw(mixture, 1.5));
      expect(widened(mixture, 1)).toBe(mixture);
    },
  );
});
