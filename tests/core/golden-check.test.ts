import { describe, expect, it } from "vitest";
import { FailedError, VerificationError } from "../../core/errors.js";
import { type Golden, goldenCase, goldenInputs, goldenPlan } from "../../core/golden.js";
import { checkGolden } from "../../core/golden-check.js";
import type { Manifest } from "../../core/manifest.js";
import type { Tensors } from "../../core/tensor.js";
import { pairContract as contract } from "../fixtures/contract.js";
import { pairAnswers } from "../fixtures/pair-answers.js";

const golden: Golden = {
  formatVersion: 1,
  graph: "pair",
  cases: goldenPlan(contract).map((one) => goldenCase(one, pairAnswers(goldenInputs(contract, one.recipe, one.batch)))),
};
const verification = { tolerance: 1e-5, cases: 1, runtimes: [] } as unknown as Manifest["verification"];
const manifest = { name: "pair", contract, verification };

/** A runtime that is off by `error` in batches of `batch` rows. */
const runtime = (error: number, batch?: number) => ({
  run: async (feeds: Tensors) => pairAnswers(feeds, batch === undefined || feeds.a?.dims[0] === batch ? error : 0),
});

describe("checkGolden", () => {
  it("gives the agreement of the case that is farthest off", async () => {
    expect((await checkGolden(runtime(0), manifest, golden)).maxScaledDifference).toBe(0);
    const near = await checkGolden(runtime(2 ** -18, 16), manifest, golden);
    expect(near.maxAbsDifference).toBeCloseTo(2 ** -18, 7);
    expect(near.worst.output).toBe("sum");
  });

  it("refuses a runtime that is further off, with the case, the element and what to do", async () => {
    const refused = checkGolden(runtime(0.01, 3), manifest, golden, { next: "Run kiln verify pair." });
    await expect(refused).rejects.toBeInstanceOf(VerificationError);
    await expect(refused).rejects.toThrow(
      /pair does not answer as it did .* case "sample, batch 3", sum element \d is .*, expected .* within 0.00001\nRun/,
    );
  });

  it("refuses an answer that is no number, under any finite tolerance", async () => {
    await expect(checkGolden(runtime(Number.NaN), manifest, golden, { tolerance: 1e30 })).rejects.toThrow(/is NaN/);
  });

  it("only measures without a tolerance", async () => {
    const far = await checkGolden(runtime(8), manifest, golden, { tolerance: Number.POSITIVE_INFINITY });
    expect(far.maxAbsDifference).toBeCloseTo(8, 4);
  });

  it("proves nothing by no cases", async () => {
    await expect(checkGolden(runtime(0), manifest, { ...golden, cases: [] })).rejects.toBeInstanceOf(FailedError);
  });
});
