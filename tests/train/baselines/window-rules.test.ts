import { describe, expect, test } from "vitest";
import { labelRules } from "../../../models/trend/labels.js";
import { firstSameWeekday, sameWeekdayLastWeek } from "../../../models/trend/train/baselines/same-weekday.js";
import { windowFeatures } from "../../../models/trend/train/baselines/window-features.js";

describe("features of a window", () => {
  test("are its standardised shape, its size, its steps and its weekday", () => {
    const { rows, columns, values } = windowFeatures([0, Math.sinh(1), Math.sinh(2), 5, 5, 5], 3, [6, 0]);
    expect([rows, columns]).toEqual([2, 13]);
    const spread = Math.sqrt(2 / 3);
    const rounded = [...values].map((value) => Number(value.toFixed(4)));
    const shape = [-1 / spread, 0, 1 / spread].map((value) => Number(value.toFixed(4)));
    expect(rounded.slice(0, 13)).toEqual([...shape, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1]);
    expect(rounded.slice(13)).toEqual([0, 0, 0, Number(Math.asinh(5).toFixed(4)), 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  });

  test("of equal days have no shape at all: not even the rounding of a mean", () => {
    for (const level of [3, 7, 0.1, 123_456_789]) {
      const { values } = windowFeatures(new Float64Array(28).fill(level), 28);
      expect([...values.subarray(0, 28), ...values.subarray(29)]).toEqual(Array(55).fill(0));
      expect(values[28]).toBe(Math.asinh(level));
    }
  });

  test("of corrections and large counts are finite", () => {
    const { values } = windowFeatures([-348_840, 1e7, 0, 0, 0, 0, 0], 7);
    expect(values.every(Number.isFinite)).toBe(true);
  });
});

describe("same weekday last week", () => {
  const weekly = [5, 9, 8, 7, 6, 2, 1];
  const series = Array.from({ length: 28 }, (_, day) => weekly[day % 7] ?? 0);

  test("is right on what repeats each week", () => {
    const rule = labelRules.nextDayHigher;
    for (let target = firstSameWeekday(rule); target < 28; target++) {
      expect(sameWeekdayLastWeek(rule, series, target)).toBe(rule.increases(series, target));
    }
  });

  test("uses nothing that is not known before the target day", () => {
    const rule = labelRules.weekly;
    const target = 21;
    const changed = series.map((value, day) => (day >= target ? value + 1000 : value));
    expect(sameWeekdayLastWeek(rule, changed, target)).toBe(sameWeekdayLastWeek(rule, series, target));
    const far = { ...rule, horizon: 8 };
    expect(() => sameWeekdayLastWeek(far, series, target)).toThrow(RangeError);
  });
});
