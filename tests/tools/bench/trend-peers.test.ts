/** The comparison with trees: what it lets its contenders see, and what it says of their difference. */
import { describe, expect, test } from "vitest";
import { Random } from "../../../core/random.js";
import { weekday } from "../../../models/trend/dates.js";
import { readCaseTable } from "../../../models/trend/table/read-table.js";
import { tasks, tasksOf } from "../../../tools/bench/trend-peers/compare.js";
import { figuresOf, leadOf } from "../../../tools/bench/trend-peers/differences.js";
import { leakFreeCut, type Rows, rowsOf, sharedCut, tuningCut } from "../../../tools/bench/trend-peers/protocol.js";

const DAYS = 400;

/** Fifty countries with one wave in common, so that the report's rule selects them all. */
function table() {
  const random = Random.seeded(1, "table");
  const dates = Array.from({ length: DAYS + 1 }, (_, i) => new Date(Date.UTC(2020, 0, 22 + i)));
  const heading = dates.map((d) => `${d.getUTCMonth() + 1}/${d.getUTCDate()}/${String(d.getUTCFullYear()).slice(2)}`);
  const lines = Array.from({ length: 50 }, (_, country) => {
    let total = 0;
    const totals = heading.map((_, day) => {
      total += Math.round(100 + 80 * Math.sin(day / 30) + 5 * random.normal() + country);
      return total;
    });
    return `,Country ${country},0,0,${totals.join(",")}`;
  });
  const csv = `Province/State,Country/Region,Lat,Long,${heading.join(",")}\n${lines.join("\n")}\n`;
  return readCaseTable(new TextEncoder().encode(csv), "cases.csv", {});
}

describe("the cuts", () => {
  const cases = table();

  test("are at 70 % of the days with a gap of 14, or of window and label", () => {
    expect(cases.days).toBe(DAYS);
    expect(sharedCut(cases)).toMatchObject({ learnTo: 280, testFrom: 294 });
    expect(sharedCut(cases).tested).toHaveLength(50);
    expect(leakFreeCut(cases, 21, "weekly")).toMatchObject({ learnTo: 280, testFrom: 308 });
    const tuning = tuningCut(cases);
    expect(tuning.testFrom).toBeGreaterThan(tuning.learnTo);
    expect(tuning.testFrom).toBeLessThan(280);
  });

  test("choose without a leak by the days that are learnt from alone", () => {
    const changed = {
      ...cases,
      series: cases.series.map((series, i) => ({
        ...series,
        increments: series.increments.map((value, day) => (day < 280 ? value : (i * 7919 * day) % 1000)),
      })),
    };
    expect(leakFreeCut(changed, 7, "nextDayHigher").tested).toEqual(leakFreeCut(cases, 7, "nextDayHigher").tested);
  });

  test("give the windows, weekdays and answers of the days asked for", () => {
    const { increments } = cases.series[3] ?? { increments: new Float64Array() };
    const rows = rowsOf(cases, [3], { window: 7, label: "nextDayHigher", from: 290, to: 293, leastCases: 0 });
    expect(rows.count).toBe(3);
    expect([...rows.increments.subarray(7, 14)]).toEqual([...increments.subarray(284, 291)]);
    expect(rows.weekdays[1]).toBe(weekday(cases.firstDay + 284));
    expect(rows.truth[1]).toBe((increments[291] ?? 0) > (increments[290] ?? 0) ? 1 : 0);
    expect([...rows.country]).toEqual([3, 3, 3]);
    const all = rowsOf(cases, [0], { window: 21, label: "weekly", from: 0, to: 1000, leastCases: 0 });
    expect(all.count).toBe(DAYS - 7 - 21 + 1);
    expect(rowsOf(cases, [0], { window: 7, label: "weekly", from: 0, to: 50, leastCases: 1e9 }).count).toBe(0);
  });
});

describe("a lead", () => {
  const random = Random.seeded(2, "rows");
  const count = 400;
  const truth = Uint8Array.from({ length: count }, () => random.integer(2));
  const answers = (skill: number) =>
    Float64Array.from(truth, (y) => Math.min(0.99, Math.max(0.01, 0.5 + skill * (y - 0.5) + 0.2 * random.normal())));
  const rows: Rows = {
    count,
    window: 0,
    increments: new Float32Array(),
    weekdays: new Int32Array(count),
    truth,
    country: Int32Array.from({ length: count }, (_, i) => i % 20),
  };

  test("over oneself is nothing, over a weaker one is above 0, and the other way round below", () => {
    const [strong, weak] = [
      [answers(0.5), answers(0.5)],
      [answers(0.1), answers(0.1)],
    ] as [Float64Array[], Float64Array[]];
    expect(leadOf(rows, strong, strong, 1).auc).toMatchObject({ estimate: 0, low: 0, high: 0 });
    expect(leadOf(rows, strong, weak, 1).auc.low).toBeGreaterThan(0);
    expect(leadOf(rows, strong, weak, 1).mcc.low).toBeGreaterThan(0);
    expect(leadOf(rows, weak, strong, 1).ensembleAuc.high).toBeLessThan(0);
    const { auc } = figuresOf(rows, strong);
    expect(leadOf(rows, strong, weak, 1).auc.estimate).toBeCloseTo(auc.mean - figuresOf(rows, weak).auc.mean, 12);
  });
});

describe("tasks", () => {
  test("are chosen by label and window", () => {
    expect(tasksOf()).toEqual(tasks);
    expect(tasksOf("weekly")).toEqual([{ label: "weekly", window: 21 }]);
    expect(tasksOf(undefined, 21).map(({ label }) => label)).toEqual(["nextDayHigher", "weekly"]);
    expect(tasksOf("weekly", 28)).toEqual([{ label: "weekly", window: 28 }]);
  });
});
