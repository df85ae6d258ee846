import { describe, expect, it } from "vitest";
import type { Contract } from "../../core/contract.js";
import { InputError } from "../../core/errors.js";
import { checkFeeds } from "../../core/feeds.js";
import {
  type Golden,
  goldenCase,
  goldenInputs,
  goldenOutputs,
  goldenPlan,
  goldenSchema,
  PUBLISHED_ROWS,
  trimGolden,
} from "../../core/golden.js";
import { sliceRows } from "../../core/tensor.js";
import { pairContract } from "../fixtures/contract.js";
import { pairAnswers } from "../fixtures/pair-answers.js";

describe("goldenPlan", () => {
  it("holds a draw at each batch size and each edge case at two", () => {
    expect(goldenPlan(pairContract).map(({ name }) => name)).toEqual([
      "sample, batch 1",
      "sample, batch 3",
      "sample, batch 16",
      "two values, batch 1",
      "two values, batch 3",
    ]);
  });
});

describe("goldenInputs", () => {
  it("are legal inputs of the contract, the same every time", () => {
    for (const { recipe, batch } of goldenPlan(pairContract)) {
      const feeds = goldenInputs(pairContract, recipe, batch);
      expect(checkFeeds(pairContract, feeds)).toEqual({ batch });
      expect(goldenInputs(pairContract, recipe, batch)).toEqual(feeds);
    }
  });

  it("are these numbers, in every engine", () => {
    const feeds = goldenInputs(pairContract, { kind: "sample", seed: 1 }, 2);
    const lengths = [8.454768093105647, 12.323340864910996, 8.857825733527257];
    lengths.push(8.987940545207655, 10.721814101077658, 6.198425731363132);
    expect([...(feeds.a?.data ?? [])]).toEqual(lengths.map(Math.fround));
    expect([...(feeds.index?.data ?? [])]).toEqual([0, 4]);
  });

  it("repeat an edge case's numbers until a row is full, each row alike", () => {
    const feeds = goldenInputs(pairContract, { kind: "edge", edge: "two values" }, 2);
    expect([...(feeds.a?.data ?? [])]).toEqual([1, -2, 1, 1, -2, 1]);
    expect([...(feeds.index?.data ?? [])]).toEqual([6, 6]);
  });

  it("name an edge case that is missing, or lacks an input", () => {
    expect(() => goldenInputs(pairContract, { kind: "edge", edge: "zeros" }, 1)).toThrow(
      /edge case "zeros" gives no values for input "a"/,
    );
    const half: Contract = { ...pairContract, edgeCases: [{ name: "half", inputs: { a: [1] } }] };
    expect(() => goldenInputs(half, { kind: "edge", edge: "half" }, 1)).toThrow(/for input "index"/);
  });
});

describe("golden cases", () => {
  const golden: Golden = {
    formatVersion: 1,
    graph: "pair",
    cases: goldenPlan(pairContract).map((plan) =>
      goldenCase(plan, pairAnswers(goldenInputs(pairContract, plan.recipe, plan.batch))),
    ),
  };

  it("come back from JSON bit for bit", () => {
    const read = goldenSchema.parse(JSON.parse(JSON.stringify(golden)));
    expect(read).toEqual(golden);
    for (const one of read.cases) {
      expect(goldenOutputs(pairContract, one)).toEqual(pairAnswers(goldenInputs(pairContract, one.recipe, one.batch)));
    }
  });

  it("are published with a few rows each: the first ones", () => {
    const trimmed = trimGolden(pairContract, golden);
    expect(trimmed.cases.map(({ batch, rows }) => [batch, rows])).toEqual(
      golden.cases.map(({ batch }) => [batch, Math.min(batch, PUBLISHED_ROWS)]),
    );
    const last = trimmed.cases.find(({ batch }) => batch === 16);
    if (last === undefined) throw new Error("the plan has a case of batch 16");
    const whole = pairAnswers(goldenInputs(pairContract, last.recipe, 16));
    const kept = goldenOutputs(pairContract, last);
    for (const [name, tensor] of Object.entries(whole)) {
      expect(kept[name]).toEqual(sliceRows(tensor, 0, PUBLISHED_ROWS));
    }
  });

  it("are refused when an output is missing or cut off", () => {
    const [first] = golden.cases;
    if (first === undefined) throw new Error("the plan has cases");
    const { sum = "", copy = "" } = first.outputs;
    expect(() => goldenOutputs(pairContract, { ...first, outputs: { sum } })).toThrow(/lacks output "copy"/);
    expect(() => goldenOutputs(pairContract, { ...first, outputs: { sum: sum.slice(0, 8), copy } })).toThrow(
      InputError,
    );
  });
});
