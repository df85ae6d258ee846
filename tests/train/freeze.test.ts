/** What training hands to export: the files of `inference/`, read back as export would. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareOutputs } from "../../core/agreement.js";
import { type Golden, goldenInputs, goldenOutputs, goldenPlan, goldenSchema } from "../../core/golden.js";
import { type Inference, inferenceSchema } from "../../core/inference.js";
import { type Reporter, silentReporter } from "../../core/reporter.js";
import type { Tensors } from "../../core/tensor.js";
import { loadTensorFlow, type TF } from "../../trace/tensorflow.js";
import { freeze } from "../../train/freeze.js";
import { dispose, download, upload } from "../../train/host-tensors.js";
import { lockRun } from "../../train/run/lock.js";
import { train } from "../../train/train.js";
import { recipes } from "../fixtures/models.js";
import { smallTable } from "./fixtures/table.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-freeze-"));
const table = join(folder, "table.csv");
const small = ["epochs=2", "batchSize=16", "learningRate=0.02", "window=7", "units=6", "learnedBaselines=false"];
let tf: TF;

beforeAll(async () => {
  writeFileSync(table, smallTable());
  tf = await loadTensorFlow({ threads: 1 });
  await freeze(recipes.trend, await trained("gru"), silentReporter);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function trained(name: string, set: string[] = [], signal?: AbortSignal): Promise<string> {
  const out = join(folder, name);
  const options = { out, data: table, seed: 5, set: [...small, ...set], eager: true };
  await train(recipes.trend, signal === undefined ? options : { ...options, signal }, silentReporter);
  return out;
}

function read(run: string): { inference: Inference; golden: Golden } {
  const json = (path: string): unknown => JSON.parse(readFileSync(join(run, "inference", path), "utf8"));
  return {
    inference: inferenceSchema.parse(json("inference.json")),
    golden: goldenSchema.parse(json("trend/golden.json")),
  };
}

/** Runs the written graph-model, in tfjs, on feeds. */
async function runWritten(run: string, feeds: Tensors, names: string[]): Promise<Tensors> {
  const model = await tf.loadGraphModel(`file://${join(run, "inference", "trend", "model.json")}`);
  const inputs = upload(tf, feeds);
  const outputs = model.execute(inputs, names);
  const list = Array.isArray(outputs) ? outputs : [outputs];
  const named = Object.fromEntries(names.map((name, i) => [name, list[i] ?? list[0]])) as Record<
    string,
    (typeof list)[0]
  >;
  const answer = download(named);
  dispose(inputs, named);
  model.dispose();
  return answer;
}

describe("a frozen run", () => {
  test.each([
    ["gru", []],
    ["lstm", ["cell=lstm", "window=9"]],
    ["simpleRNN", ["cell=simpleRNN", "features=minMax", "label=nextDayPositive", "dropout=0"]],
  ])("of %s gives its golden answers again", async (cell, set) => {
    const run = join(folder, cell);
    if (!existsSync(run)) await freeze(recipes.trend, await trained(cell, set), silentReporter);
    const { inference, golden } = read(run);
    const [contract] = inference.graphs;
    if (contract === undefined) throw new Error("there is no contract");
    expect(golden.cases.map(({ name, rows, batch }) => [name, rows, batch])).toEqual(
      goldenPlan(contract).map(({ name, batch }) => [name, batch, batch]),
    );
    for (const one of golden.cases) {
      const feeds = goldenInputs(contract, one.recipe, one.batch);
      const got = await runWritten(run, feeds, ["probability", "logit"]);
      const expected = goldenOutputs(contract, one);
      expect(compareOutputs(got, expected).maxScaledDifference, one.name).toBeLessThan(1e-6);
      for (const output of Object.values(expected)) expect([...output.data].every(Number.isFinite)).toBe(true);
      expected.logit?.data.forEach((logit, i) => {
        expect(expected.probability?.data[i]).toBeCloseTo(1 / (1 + Math.exp(-logit)), 6);
      });
    }
  });

  test("names its training, its data and its versions, and is the same bundle each time", async () => {
    const run = join(folder, "gru");
    const first = read(run).inference;
    expect(first).toMatchObject({
      model: "trend",
      training: { run: "gru", seed: 5, finished: true, epochs: 2, data: { simulated: false } },
      fitted: { temperature: expect.any(Number) },
      versions: { "tfjs-node": "4.22.0" },
    });
    expect(first.graphs[0]?.inputs[0]?.dimensions).toEqual([
      { name: "batch", size: null },
      { name: "days", size: 7 },
    ]);
    await freeze(recipes.trend, run, silentReporter);
    expect(read(run).inference.bundle).toBe(first.bundle);
    expect(readdirSync(run).filter((name) => name.startsWith(".") || name.includes("lock"))).toEqual([]);
  });

  test("carries the temperature in its graph", async () => {
    const run = join(folder, "gru");
    const fitted = join(run, "fitted.json");
    const before = read(run);
    writeFileSync(fitted, JSON.stringify({ temperature: (before.inference.fitted.temperature as number) * 2 }));
    await freeze(recipes.trend, run, silentReporter);
    const [contract] = before.inference.graphs;
    const [one] = before.golden.cases;
    const [other] = read(run).golden.cases;
    if (contract === undefined || one === undefined || other === undefined) throw new Error("there is no case");
    expect(read(run).inference.bundle).not.toBe(before.inference.bundle);
    const ratio =
      Number(goldenOutputs(contract, one).logit?.data[0]) / Number(goldenOutputs(contract, other).logit?.data[0]);
    expect(ratio).toBeCloseTo(2, 4);
  });
});

describe("an unfinished run", () => {
  test("is frozen as it stands, says so, and can still be resumed", async () => {
    const run = join(folder, "unfinished");
    const controller = new AbortController();
    const reporter: Reporter = {
      ...silentReporter,
      record: (event) => {
        if (event === "epoch") controller.abort();
      },
    };
    const options = { out: run, data: table, seed: 5, set: small, eager: true, signal: controller.signal };
    await expect(train(recipes.trend, options, reporter)).rejects.toThrow(/nothing is lost/);
    const warnings: string[] = [];
    await freeze(recipes.trend, run, { ...silentReporter, warn: (text) => warnings.push(text) });
    expect(warnings.join()).toMatch(/not finished: it is frozen as it stands after step \d+/);
    expect(read(run).inference.training).toMatchObject({ finished: false, epochs: 1 });
    const { summary } = await train(recipes.trend, { resume: run }, silentReporter);
    expect(summary).toMatchObject({ finished: true, epochs: 2 });
    expect(summary.metrics).toEqual(read(join(folder, "gru")).inference.training.metrics);
  });

  test("without a checkpoint, or no run at all, is refused with what to do", async () => {
    await expect(freeze(recipes.trend, join(folder, "nothing"), silentReporter)).rejects.toThrow(/no run directory/);
    const run = await trained("bare");
    rmSync(join(run, "checkpoints"), { recursive: true });
    await expect(freeze(recipes.trend, run, silentReporter)).rejects.toThrow(
      /no checkpoint yet\nLet it train for a while: kiln train trend --resume/,
    );
    expect(existsSync(join(run, "inference"))).toBe(false);
  });

  test("is not frozen while it is being trained", async () => {
    const lock = lockRun(join(folder, "gru"));
    await expect(freeze(recipes.trend, join(folder, "gru"), silentReporter)).rejects.toThrow(/is training in this run/);
    lock.release();
  });
});
