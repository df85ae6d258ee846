/** A model in the short form through the engine: trained, interrupted, resumed, frozen. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InterruptedError } from "../../core/errors.js";
import { type Reporter, silentReporter } from "../../core/reporter.js";
import { CheckpointStore } from "../../train/checkpoint/store.js";
import { freeze } from "../../train/freeze.js";
import type { AnyRecipe } from "../../train/recipe.js";
import { readConfig } from "../../train/run/config.js";
import { type TrainOptions, type TrainResult, train } from "../../train/train.js";
import { everything } from "./everything.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-short-"));
const whole = join(folder, "whole");
let recipe: AnyRecipe;
let result: TrainResult;

beforeAll(async () => {
  const loaded = await everything.recipe?.();
  recipe = loaded?.default as AnyRecipe;
  result = await start(whole);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(out: string, options: Partial<TrainOptions> = {}, reporter: Reporter = silentReporter) {
  return train(recipe, { out, seed: 3, cache: join(folder, "cache"), set: ["threads=1"], ...options }, reporter);
}

function stateOf(run: string) {
  const checkpoint = new CheckpointStore(run).latest(silentReporter);
  if (checkpoint === null) throw new Error(`${run} has no checkpoint`);
  return { ...checkpoint, progress: { ...checkpoint.progress, seconds: 0 } };
}

describe("a model with an input and an output of each kind", () => {
  it("learns, and says how well by the figures of its outputs", () => {
    expect(Object.keys(result.metrics)).toEqual(
      expect.arrayContaining(["test.loss", "test.accuracy.kind", "test.error.price"]),
    );
  });

  it("has its contract and what the data say in config.json", () => {
    const { contracts, facts } = readConfig(whole);
    expect(facts).toMatchObject({ names: { zone: ["local", "world"], kind: ["low", "middle", "high"] } });
    expect(contracts[0]).toMatchObject({ processing: "predict@1", name: "everything" });
  });

  it("keeps weights, running statistics and an average of the weights in a checkpoint", () => {
    const names = Object.keys(stateOf(whole).weights);
    expect(names).toEqual(
      expect.arrayContaining(["gru_1/recurrent", "batchNorm_1/mean", "average/kind_logits/kernel"]),
    );
    expect(names).not.toContain("average/batchNorm_1/mean");
  });

  it("ends with the same bits when it was interrupted and resumed", async () => {
    const run = join(folder, "interrupted");
    const controller = new AbortController();
    const progress: Reporter["progress"] = ({ label, done }) => {
      if (label === "training" && done >= 7) controller.abort();
    };
    const stopping = start(run, { signal: controller.signal }, { ...silentReporter, progress });
    await expect(stopping).rejects.toThrow(InterruptedError);
    await train(recipe, { resume: run, cache: join(folder, "cache") }, silentReporter);
    expect(stateOf(run)).toEqual(stateOf(whole));
    expect(readFileSync(join(run, "metrics.jsonl"), "utf8")).toBe(readFileSync(join(whole, "metrics.jsonl"), "utf8"));
  });

  it("is frozen for export", async () => {
    const { inference } = await freeze(recipe, whole, silentReporter);
    expect(inference.graphs[0]?.outputs.map(({ name }) => name)).toEqual(["price", "kind"]);
  });
});
