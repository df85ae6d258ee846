/** Phases: told from the days before the target day alone, and skill within each. */
import { describe, expect, test } from "vitest";
import { activityNames, activityOf } from "../../../../models/trend/evaluation/activity.js";
import { measureGroups } from "../../../../models/trend/evaluation/group-scores.js";
import { phaseAt, phaseNames } from "../../../../models/trend/evaluation/phases.js";
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

describe("activityOf", () => {
  test.each([
    ["none", [0, 0, 0, 0, 0, 0, 0]],
    // A correction takes cases back: it is none.
    ["none", [0, 0, -4, 0, 0, 0, 0]],
    ["few", [0, 0, 0, 1, 0, 0, 0]],
    ["few", [0, 0, 69, -69, 0, 0, 0]],
    ["many", [10, 10, 10, 10, 10, 10, 10]],
    ["many", [0, 0, 0, 0, 0, 0, 9134]],
  ])("is %s", (activity, days) => {
    expect(activityOf(days)).toBe(activity);
  });
});

describe("measureGroups", () => {
  const truth = [1, 1, 0, 0, 1, 0];
  const model = [0.9, 0.2, 0.1, 0.6, 0.8, 0.3];
  const phase = ["growth", "growth", "growth", "growth", "decline", null] as const;
  const found = measureGroups(phaseNames, phase, { truth, model, baselines: { persistence: [1, 1, 0, 0, 0, 0] } });

  test("gives the figures of each phase's own windows", () => {
    expect(found.growth).toMatchObject({ windows: 4, baseRate: 0.5, accuracy: 0.5, auc: 0.75 });
    expect(found.growth?.mcc).toBe(mcc({ truePositive: 1, falseNegative: 1, trueNegative: 1, falsePositive: 1 }));
    expect(found.growth?.baselineMcc).toEqual({ persistence: 1 });
    expect(found.decline).toMatchObject({ windows: 1, baseRate: 1, accuracy: 1 });
  });

  test("keeps the order of the names, whatever the windows' is", () => {
    const groups = ["many", "none", "few", "none", "many", "few"] as const;
    const by = measureGroups(activityNames, groups, { truth, model, baselines: {} });
    expect(Object.entries(by).map(([name, { windows, accuracy }]) => [name, windows, accuracy])).toEqual([
      ["none", 2, 0],
      ["few", 2, 1],
      ["many", 2, 1],
    ]);
  });

  test("leaves out a phase that does not occur, and windows without one", () => {
    expect(Object.keys(found)).toEqual(["growth", "decline"]);
  });
});
