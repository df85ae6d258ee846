/** Phases: told from the days before the target day alone, and skill within each. */
import { describe, expect, test } from "vitest";
import { measurePhases, phaseAt } from "../../../../models/trend/evaluation/phases.js";
import { mcc } from "../../../../models/trend/scores.js";

const weeks = (...perDay: number[]): number[] => perDay.flatMap((cases) => new Array<number>(7).fill(cases));

describe("phaseAt", () => {
  test.each([
    ["growth", weeks(100, 120)],
    ["plateau", weeks(100, 109)],
    ["plateau", weeks(100, 92)],
    ["decline", weeks(100, 80)],
    // 10 % more, but of so few cases that chance does as much.
    ["plateau", weeks(1, 1.3)],
    ["plateau", weeks(0, 0)],
  ])("is %s", (phase, days) => {
    expect(phaseAt(days, 14)).toBe(phase);
  });

  test("does not look at the target day or behind it", () => {
    const known = weeks(100, 120);
    for (const future of [0, 120, 1e6]) expect(phaseAt([...known, ...weeks(future)], 14)).toBe("growth");
  });

  test("is not told where two weeks are not known", () => {
    expect(phaseAt(weeks(100, 120), 13)).toBeNull();
  });
});

describe("measurePhases", () => {
  const truth = [1, 1, 0, 0, 1, 0];
  const model = [0.9, 0.2, 0.1, 0.6, 0.8, 0.3];
  const phase = ["growth", "growth", "growth", "growth", "decline", null] as const;
  const found = measurePhases({ truth, model, phase, baselines: { persistence: [1, 1, 0, 0, 0, 0] } });

  test("gives the figures of each phase's own windows", () => {
    expect(found.growth).toMatchObject({ windows: 4, baseRate: 0.5, accuracy: 0.5, auc: 0.75 });
    expect(found.growth?.mcc).toBe(mcc({ truePositive: 1, falseNegative: 1, trueNegative: 1, falsePositive: 1 }));
    expect(found.growth?.baselineMcc).toEqual({ persistence: 1 });
    expect(found.decline).toMatchObject({ windows: 1, baseRate: 1, accuracy: 1 });
  });

  test("leaves out a phase that does not occur, and windows without one", () => {
    expect(Object.keys(found)).toEqual(["growth", "decline"]);
  });
});
