/** The order of a sweep's runs comes from what their recipe monitors, whatever that is called. */
import { describe, expect, it } from "vitest";
import { rankRuns } from "../../../cli/sweep/ranking.js";
import { lossesDiffer } from "../../../train/report/curves.js";
import type { RunRecord } from "../../../train/report/read/record.js";

function record(name: string, scores: readonly number[], metrics: Record<string, number>, units: number): RunRecord {
  const epochs = scores.map((score, i) => ({ epoch: i + 1, step: i + 1, figures: { "validation.wins": score } }));
  const nothing = {
    environment: null,
    status: null,
    evaluation: null,
    sections: [],
    steps: [],
    graphs: [],
    pictures: [],
    notes: [],
  };
  const summary = { metrics, remarks: [], simulated: true };
  return {
    path: name,
    name,
    model: "toy",
    preset: "demo",
    seed: 1,
    settings: { units, rate: 1 },
    summary,
    epochs,
    ...nothing,
  };
}

const runs = [
  record("low", [1, 2], { "test.accuracy": 0.4, "test.majority": 0.3 }, 4),
  record("none", [], { "test.accuracy": 0.1, "test.majority": 0.3 }, 8),
  record("high", [5, 3], { "test.accuracy": 0.2, "test.majority": 0.3 }, 16),
];
const ranked = (goal: "minimum" | "maximum") => rankRuns({ monitor: { metric: "validation.wins", goal } }, runs);

describe("the order of a sweep's runs", () => {
  it("is by the best epoch of the monitored figure, in the recipe's direction; runs without it come last", () => {
    expect(ranked("maximum").runs.map(({ run, score }) => [run.name, score])).toEqual([
      ["high", 5],
      ["low", 2],
      ["none", null],
    ]);
    expect(ranked("minimum").runs.map(({ run, score }) => [run.name, score])).toEqual([
      ["low", 1],
      ["high", 3],
      ["none", null],
    ]);
  });

  it("shows the settings and the figures that tell runs apart, and no others", () => {
    const { settings, figures, runs: order } = ranked("maximum");
    expect(settings).toEqual(["units"]);
    expect(order[0]?.settings).toEqual({ units: "16" });
    expect(figures).toEqual(["test.accuracy"]);
  });

  it("knows when losses have no scale in common", () => {
    expect(lossesDiffer([{ settings: { klWeight: 1 } }, { settings: { klWeight: 70 } }])).toBe(true);
    expect(lossesDiffer([{ settings: { klWeight: 1, units: 3 } }, { settings: { klWeight: 1, units: 4 } }])).toBe(
      false,
    );
  });
});
