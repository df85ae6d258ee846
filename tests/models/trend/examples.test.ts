import { describe, expect, test } from "vitest";
import { Random } from "../../../core/random.js";
import { correlationMatrix, countAbove } from "../../../models/trend/correlation.js";
import { dayNumber, isoDate, parseIsoDate, weekday } from "../../../models/trend/dates.js";
import { labelRules } from "../../../models/trend/labels.js";
import { selectByGrowth, selectByIncrements, weeklyGrowth } from "../../../models/trend/selection.js";
import { splitByTime } from "../../../models/trend/split.js";
import { copyWindow, indexWindows, targetDays } from "../../../models/trend/windows.js";

describe("days", () => {
  test("weekdays count from Monday, before 1970 too", () => {
    for (const [text, expected] of [
      ["2021-03-01", 0],
      ["2020-01-22", 2],
      ["1969-12-28", 6],
      ["1970-01-01", 3],
    ] as const) {
      expect(weekday(parseIsoDate(text, "/end")), text).toBe(expected);
    }
  });

  test("a day that does not exist is refused with its field", () => {
    expect(dayNumber(2021, 2, 29)).toBeNull();
    expect(isoDate(dayNumber(2020, 2, 29) ?? 0)).toBe("2020-02-29");
    for (const text of ["2021-02-29", "1/3/2021", "2021-3-1", ""]) {
      expect(() => parseIsoDate(text, "/series/0/end")).toThrow(/\/series\/0\/end: ".*" is no date/);
    }
  });
});

describe("correlation", () => {
  test("agrees with its definition, row by row", () => {
    const random = Random.seeded(1, "correlation");
    const rows = Array.from({ length: 130 }, () => Array.from({ length: 9 }, () => random.normal()));
    rows[5] = Array(9).fill(3);
    const matrix = correlationMatrix(rows);
    for (const [i, j] of [
      [0, 1],
      [3, 129],
      [70, 64],
      [128, 128],
    ] as const) {
      expect(matrix[i * 130 + j]).toBeCloseTo(definition(rows[i] ?? [], rows[j] ?? []), 6);
      expect(matrix[i * 130 + j]).toBe(matrix[j * 130 + i]);
    }
    expect(matrix[5 * 130 + 5]).toBeNaN();
    const counts = countAbove(rows, 0.5);
    for (const row of [0, 5, 77, 129]) {
      let above = 0;
      for (let j = 0; j < 130; j++) if ((matrix[row * 130 + j] as number) > 0.5) above += 1;
      expect(counts[row]).toBe(above);
    }
  });

  test("the rule counts the row itself and wants more than the number", () => {
    const alike = [
      [1, 2, 3, 5],
      [2, 4, 6, 10],
      [5, 3, 2, 1],
    ];
    expect(selectByIncrements(alike, { threshold: 0.55, count: 1 })).toEqual([0, 1]);
    expect(selectByIncrements(alike, { threshold: 0.55, count: 0 })).toEqual([0, 1, 2]);
    expect(selectByIncrements(alike, { threshold: 0.55, count: 2 })).toEqual([]);
  });

  test("growth does not see size, and takes a correction for no cases", () => {
    const small = Float64Array.from({ length: 40 }, (_, day) => 10 + 8 * Math.sin(day / 4));
    const large = small.map((value) => value * 1e5);
    expect(selectByGrowth([small, large, small.map((v) => 20 - v)], { threshold: 0.9, count: 1 })).toEqual([0, 1]);
    expect(weeklyGrowth(Float64Array.from([...Array(7).fill(1), ...Array(7).fill(3)]))).toEqual(
      Float64Array.of(Math.log(22 / 8)),
    );
    expect([...weeklyGrowth(new Float64Array(20).fill(-5))]).toEqual(Array(7).fill(0));
  });

  test("the growth of equal weeks is 0 to the last bit, whatever they hold and whatever came before them", () => {
    for (const level of [3, 1 / 7, 0.1, 1e6 / 7]) {
      const after = Float64Array.from({ length: 100 }, (_, day) => (day < 50 ? 1e7 / 7 + day / 3 : level));
      expect([...weeklyGrowth(after).subarray(50)]).toEqual(Array(37).fill(0));
    }
    const constant = (level: number) => new Float64Array(100).fill(level);
    const rows = [1 / 7, 0.1, 2 / 7, 1e6 / 7].map(constant);
    expect(selectByGrowth(rows, { threshold: -1, count: 0 })).toEqual([]);
  });
});

describe("labels", () => {
  const rising = [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3];

  test("ask about the days from the target on, persistence about those before", () => {
    expect(labelRules.weekly.increases(rising, 14)).toBe(true);
    expect(labelRules.weekly.persists(rising, 14)).toBe(true);
    expect(labelRules.nextDayHigher.increases(rising, 14)).toBe(true);
    expect(labelRules.nextDayHigher.increases(rising, 15)).toBe(false);
    expect(labelRules.nextDayHigher.persists(rising, 15)).toBe(true);
    expect(labelRules.nextDayPositive.increases([4, 0], 1)).toBe(false);
    expect(labelRules.nextDayPositive.increases([4, -3], 1)).toBe(false);
  });

  test("look at exactly the days that they say", () => {
    for (const rule of Object.values(labelRules)) {
      const touched = new Set<number>();
      const watched = new Proxy(Float64Array.from(Array(60).keys()) as unknown as number[], {
        get: (target, key) => {
          if (typeof key === "string") touched.add(Number(key));
          return Reflect.get(target, key);
        },
      });
      rule.increases(watched, 30);
      rule.persists(watched, 30);
      expect(Math.min(...touched)).toBe(30 - rule.lookback);
      expect(Math.max(...touched)).toBe(30 + rule.horizon - 1);
    }
  });
});

describe("windows and splits", () => {
  test("a window ends the day before its target", () => {
    const into = new Float32Array(6);
    copyWindow(Float64Array.from([0, 1, 2, 3, 4, 5]), 4, 3, into, 3);
    expect([...into]).toEqual([0, 0, 0, 1, 2, 3]);
  });

  test("target days leave room for window, label and look back", () => {
    expect(targetDays(100, 28, "weekly")).toEqual({ from: 28, to: 93 });
    expect(targetDays(100, 7, "weekly")).toEqual({ from: 14, to: 93 });
    expect(targetDays(100, 7, "nextDayPositive")).toEqual({ from: 7, to: 99 });
    const { series, target } = indexWindows([4, 9], { from: 20, to: 21 });
    expect([[...series], [...target]]).toEqual([
      [4, 4, 9, 9],
      [20, 21, 20, 21],
    ]);
    expect(indexWindows([1], { from: 5, to: 4 }).series.length).toBe(0);
  });

  test.each([
    [7, "nextDayPositive"],
    [28, "weekly"],
    [56, "weekly"],
  ] as const)("no day is seen by two parts, with a window of %i and %s", (window, label) => {
    const { horizon } = labelRules[label];
    const shares = { train: 0.6, validation: 0.15 };
    const split = splitByTime(targetDays(420, window, label), window + horizon, shares, {
      file: "t",
      days: 420,
      window,
    });
    const seen = ({ from, to }: { from: number; to: number }) => [from - window, to + horizon - 1] as const;
    expect(seen(split.train)[1]).toBeLessThan(seen(split.validation)[0]);
    expect(seen(split.validation)[1]).toBeLessThan(seen(split.test)[0]);
    expect(seen(split.test)[1]).toBe(419);
    expect(seen(split.train)[0]).toBeGreaterThanOrEqual(0);
  });

  test("a table that is too short is told exactly how long it must be", () => {
    const shares = { train: 0.6, validation: 0.15 };
    const attempt = (days: number) =>
      splitByTime(targetDays(days, 7, "nextDayPositive"), 8, shares, { file: "t.csv", days, window: 7 });
    const needed = Number(/at least (\d+) days/.exec(messageOf(() => attempt(6)))?.[1]);
    expect(needed).toBeGreaterThan(20);
    expect(messageOf(() => attempt(needed - 1))).toContain(`at least ${needed} days`);
    expect(attempt(needed).test.to).toBe(needed - 1);
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("nothing was thrown");
}

function definition(a: readonly number[], b: readonly number[]): number {
  const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  const covariance = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    x.reduce((sum, v, i) => sum + (v - mx) * ((y[i] ?? 0) - my), 0);
  return covariance(a, ma, b, mb) / Math.sqrt(covariance(a, ma, a, ma) * covariance(b, mb, b, mb));
}
