/** The comparison of a model of one's own: how it scores, and what it says. */
import { expect, it } from "vitest";
import { contendersOf, type Fitted, goodness } from "../../../tools/bench/own/compare.js";
import { ownMarkdown } from "../../../tools/bench/own/report.js";

const data = { name: "iris", kind: "labels" as const, columns: 4, rows: 150, file: "iris.csv" };

it("scores labels by the most probable one and numbers by their distance, and refuses answers of another length", () => {
  expect([...goodness([0.1, 0.9, 0.6, 0.4, 0.2, 0.8], [1, 1, 1], 2)]).toEqual([1, 0, 1]);
  expect([...goodness([2, 5], [3, 5], 0)]).toEqual([-1, -0]);
  expect(() => goodness([1], [1, 2], 0)).toThrow("1 answers for 2 rows");
});

it("compares on the same rows of all seeds, the middle one of the seconds", () => {
  const trained = (seconds: number, right: number): Fitted => ({
    seconds,
    rows: Float64Array.from({ length: 40 }, (_, i) => (i < right ? 1 : 0)),
  });
  const fitted = new Map([
    ["kiln", [trained(3, 40), trained(1, 36)]],
    ["boosting", [trained(1, 36), trained(1, 32)]],
    ["linear", [trained(1, 40), trained(1, 36)]],
    ["keras", [trained(1, 0), trained(1, 0)]],
  ]);
  const contenders = contendersOf(data, fitted);
  expect(contenders.map(({ score }) => score.estimate)).toEqual([0.95, 0.85, 0.95, 0]);
  expect(contenders[1]?.ahead?.estimate).toBeCloseTo(-0.1);
  expect(contenders[1]?.ahead?.high).toBeLessThan(0);
  expect(contenders[2]?.ahead).toEqual({ estimate: 0, low: 0, high: 0 });
  expect(contenders[0]).toMatchObject({ seconds: 3, ahead: null });
  const text = ownMarkdown({
    formatVersion: 1,
    created: "today",
    seeds: [1, 2],
    tables: [{ ...data, testRows: 40, contenders }],
  });
  expect(text).toMatch(/iris \(accuracy, 40 test rows\).*scikit-learn, histogram gradient boosting.*0\.850.*-0\.100/);
});
