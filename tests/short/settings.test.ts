import { describe, expect, it } from "vitest";
import type { AnyModelSpec } from "../../short/define-model.js";
import { decayOf, settingsSchema } from "../../short/recipe/settings.js";
import { shortSchedules } from "../../short/recipe/step.js";

const schema = settingsSchema({
  name: "any",
  inputs: {},
  outputs: {},
  defaults: { learningRate: 0.1 },
} as never as AnyModelSpec);

/** Rates of some steps of 100, ten an epoch. */
function rates(values: object, steps = [0, 9, 10, 50, 99]): number[] {
  const settings = schema.parse(values);
  return steps.map((step) => {
    const clock = { step, epoch: Math.floor(step / 10), stepsPerEpoch: 10, totalSteps: 100, plateau: 1 };
    return Number(shortSchedules(settings, clock).learningRate?.toFixed(4));
  });
}

describe("the rate", () => {
  it.each<[object, number[]]>([
    [{ schedule: "constant" }, [0.1, 0.1, 0.1, 0.1, 0.1]],
    [{ schedule: "constant", warmupSteps: 10 }, [0.0091, 0.0909, 0.1, 0.1, 0.1]],
    [{ schedule: "cosine", rateFloor: 0 }, [0.1, 0.098, 0.0976, 0.05, 0]],
    [{ schedule: "step", stepEpochs: 5, stepFactor: 0.1 }, [0.1, 0.1, 0.1, 0.01, 0.01]],
    [{ schedule: "oneCycle", rateFloor: 0 }, [0.004, 0.0238, 0.028, 0.0812, 0.0001]],
  ])("of %j", (values, wanted) => {
    expect(rates(values)).toEqual(wanted);
  });

  it("falls on a plateau whatever its schedule is", () => {
    for (const schedule of ["constant", "cosine", "oneCycle", "step"]) {
      const settings = schema.parse({ schedule });
      const clock = { step: 40, epoch: 4, stepsPerEpoch: 10, totalSteps: 100, plateau: 1 };
      const [high, low] = [clock, { ...clock, plateau: 0.5 }].map(
        (at) => shortSchedules(settings, at).learningRate ?? 0,
      );
      expect(low).toBeCloseTo((high ?? 0) / 2, 9);
    }
  });
});

it("weight decay is AdamW's own where nobody says one", () => {
  expect(decayOf(schema.parse({ optimizer: "adamW" }))).toBe(0.01);
  expect(decayOf(schema.parse({ optimizer: "adam" }))).toBe(0);
  expect(decayOf(schema.parse({ optimizer: "sgd", weightDecay: 0.2 }))).toBe(0.2);
});
