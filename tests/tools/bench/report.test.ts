import { expect, it } from "vitest";
import { contenders } from "../../../tools/bench/contenders/list.js";
import type { Measured, WorkloadResult } from "../../../tools/bench/measure/measure.js";
import { checkSameWork } from "../../../tools/bench/measure/same-work.js";
import { figure, markdownTable } from "../../../tools/bench/report/format.js";
import { reportMarkdown } from "../../../tools/bench/report/markdown.js";
import type { BenchResult } from "../../../tools/bench/report/result.js";
import { verdictsOn } from "../../../tools/bench/report/targets.js";
import { chooseWorkloads, workloads } from "../../../tools/bench/workloads/list.js";

function measured(name: Measured["name"], steps: number[], loss: number): Measured {
  const curve = [
    { steps: 100, ms: 500, loss: 0.9 },
    { steps: 200, ms: 1500, loss },
  ];
  return {
    name,
    versions: { node: "20" },
    threads: name === "pytorch" ? 2 : undefined,
    ms: { steps, train: steps.map((ms) => ms * 2) },
    trainings: [curve],
    peakBytes: 250e6,
    profile: [],
    losses: undefined,
  };
}

function resultWith(parts: Partial<WorkloadResult>): WorkloadResult {
  const [workload] = chooseWorkloads(["trend-b20-l7"]);
  if (workload === undefined) throw new Error("that workload is gone");
  const all = [measured("kiln", [1, 2, 4], 0.1), measured("pytorch", [1.4, 3.2, 5.6], 0.8)];
  return { workload, batchSize: 20, examples: 1000, contenders: all, leftOut: [], ...parts };
}

function reportOf(result: WorkloadResult, disturbed: number): string {
  const report: BenchResult = {
    formatVersion: 1,
    created: "2030-01-01T00:00:00.000Z",
    machine: { processor: "A processor", cores: 2, memoryBytes: 2 ** 34, platform: "linux x64", node: "20" },
    rounds: 3,
    disturbance: { loadBefore: 0.1, loadAfter: 1.2, turns: 12, repeated: 1, disturbed, worstShare: 0.42 },
    verdicts: verdictsOn([result]),
    workloads: [result],
  };
  return reportMarkdown(report);
}

it("judges a promise by the median of the rounds' ratios", () => {
  const [verdict] = verdictsOn([resultWith({})]);
  expect(verdict).toMatchObject({ against: "pytorch", kind: "steps", atLeast: 1.5, kept: false });
  expect(verdict?.measured.median).toBeCloseTo(1.4);
  expect(verdict?.measured.highest).toBeCloseTo(1.6);
  const faster = [measured("kiln", [1, 2, 4], 0.1), measured("pytorch", [1.5, 3.2, 6.4], 0.1)];
  expect(verdictsOn([resultWith({ contenders: faster })])[0]?.kept).toBe(true);
});

it("says nothing of a contender that was not there", () => {
  expect(verdictsOn([resultWith({ contenders: [measured("kiln", [1, 1], 0.1)] })])).toEqual([]);
});

it("writes medians, spreads, ratios, memory, and how far a contender came", () => {
  const text = reportOf(resultWith({ leftOut: [{ name: "pytorch-compiled", reason: "no compiler" }] }), 0);
  expect(text).toContain("2 (1-4)");
  expect(text).toContain("1.4 x (1.4-1.6)");
  expect(text).toContain("PyTorch (2 threads)");
  expect(text).toContain("1.5 (1.5-1.5), 200 steps");
  expect(text).toContain("not in 200 steps (best 0.8)");
  expect(text).toContain("PyTorch, torch.compile is left out: no compiler");
  expect(text).not.toContain("Do not quote");
});

it("warns of figures that were taken while others used the processor", () => {
  expect(reportOf(resultWith({}), 3)).toMatch(/Do not quote.*\n?.*3 of 12 measurements, up to 42 %/);
});

it("refuses a contender that computes something else", () => {
  const kiln = { spec: contenders.kiln, losses: [0.7, 0.6] };
  expect(() => checkSameWork("trend", [kiln, { spec: contenders.pytorch, losses: [0.7, 0.6003] }])).not.toThrow();
  expect(() => checkSameWork("trend", [kiln, { spec: contenders.pytorch, losses: [0.7, 0.61] }])).toThrow(
    "PyTorch does not do the same work: its loss at step 2 is 0.61, Kiln, captured has 0.6",
  );
  expect(() => checkSameWork("trend", [kiln, { spec: contenders.pytorch, losses: [0.7] }])).toThrow("step 2 is NaN");
  // Another GRU: nothing to compare.
  expect(() => checkSameWork("trend", [kiln, { spec: contenders.layers, losses: undefined }])).not.toThrow();
});

it("finds workloads by name or by the beginning of their names", () => {
  expect(chooseWorkloads([])).toBe(workloads);
  expect(chooseWorkloads(["faces"]).map(({ name }) => name)).toEqual(["faces-wide", "faces-narrow"]);
  expect(chooseWorkloads(["trend-b20"]).map(({ name }) => name)).toEqual(["trend-b20-l7", "trend-b20-l28"]);
  expect(() => chooseWorkloads(["trend-b2"])).toThrow('there is no workload "trend-b2"');
});

it("writes numbers with three digits and tables that line up", () => {
  expect([0.51234, 22.44, 1660.4, 123456, Number.NaN].map(figure)).toEqual(["0.512", "22.4", "1,660", "123,000", "-"]);
  expect(markdownTable(["", "ms"], [["a", "1"]])).toBe("|     |  ms |\n| --- | --: |\n| a   |   1 |");
});
