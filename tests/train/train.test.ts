/** Training as a whole, on a small table: interrupting, resuming, and everything that can go wrong. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FailedError, InputError, InterruptedError, UnavailableError, UsageError } from "../../core/errors.js";
import { type Reporter, silentReporter } from "../../core/reporter.js";
import { CheckpointStore } from "../../train/checkpoint/store.js";
import { readConfig } from "../../train/run/config.js";
import { findRun, listRuns } from "../../train/run/find.js";
import { lockRun } from "../../train/run/lock.js";
import { readMetrics } from "../../train/run/metrics-log.js";
import { readStatus } from "../../train/run/status.js";
import { type TrainOptions, type TrainResult, train } from "../../train/train.js";
import { recipes } from "../fixtures/models.js";
import { smallTable } from "./fixtures/table.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-train-"));
const table = join(folder, "table.csv");
const whole = join(folder, "whole");
const small = [
  ...["epochs=3", "batchSize=16", "learningRate=0.02", "window=7", "units=6", "logSteps=1"],
  // What the engine does is looked at here, with the cell of the fewest operations, and not what trees would learn.
  ...["cell=simpleRNN", "learnedBaselines=false"],
];
let result: TrainResult;

beforeAll(async () => {
  writeFileSync(table, smallTable());
  result = await start(whole);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Eager, unless a test is about capture: recording a step takes longer than the few steps of these runs.
function start(out: string, options: Partial<TrainOptions> = {}, reporter: Reporter = silentReporter) {
  return train(recipes.trend, { out, data: table, seed: 5, set: small, eager: true, ...options }, reporter);
}

function resume(run: string, reporter: Reporter = silentReporter, options: Partial<TrainOptions> = {}) {
  return train(recipes.trend, { resume: run, ...options }, reporter);
}

/** A signal that is aborted at a step, and the reporter that does it. */
function abortAt(step: number): { signal: AbortSignal; reporter: Reporter } {
  const controller = new AbortController();
  const progress: Reporter["progress"] = ({ done }) => {
    if (done >= step) controller.abort();
  };
  return { signal: controller.signal, reporter: { ...silentReporter, progress } };
}

async function interruptedRun(name: string): Promise<string> {
  const run = join(folder, name);
  const { signal, reporter } = abortAt(1);
  await expect(start(run, { signal }, reporter)).rejects.toThrow(InterruptedError);
  return run;
}

function stateOf(run: string) {
  const checkpoint = new CheckpointStore(run).latest(silentReporter);
  if (checkpoint === null) throw new Error(`${run} has no checkpoint`);
  const { weights, optimizer, best, progress } = checkpoint;
  return { weights, optimizer, best, progress: { ...progress, seconds: 0 } };
}

function expectSameAsWhole(run: string): void {
  expect(stateOf(run)).toEqual(stateOf(whole));
  expect(readFileSync(join(run, "metrics.jsonl"), "utf8")).toBe(readFileSync(join(whole, "metrics.jsonl"), "utf8"));
}

async function errorOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}

describe("a finished run", () => {
  test("has its files, its figures and its remarks", () => {
    expect(readdirSync(whole).sort()).toEqual([
      "checkpoints",
      "config.json",
      "environment.json",
      "evaluation.json",
      "fitted.json",
      "metrics.jsonl",
      "network.json",
      "pictures",
      "samples",
      "sections.json",
      "status.json",
      "summary.json",
    ]);
    expect(readStatus(whole).status).toBe("finished");
    for (const name of ["accuracy", "majority", "persistence", "balancedAccuracy", "mcc", "auc", "brier"]) {
      expect(result.metrics[`test.${name}`], name).toBeTypeOf("number");
    }
    expect(result.remarks.join("\n")).toMatch(/commoner answer.*%.*goes on as it went/s);
    expect(result.remarks[0]).toMatch(/No forecast to act on/);
    expect(result.summary).toMatchObject({ finished: true, preset: "demo", seed: 5, data: { simulated: false } });
  });

  test("logs every epoch with the baselines beside the accuracy, and no clock time", () => {
    const lines = readMetrics(join(whole, "metrics.jsonl"));
    const epochs = lines.filter(({ kind }) => kind === "epoch");
    expect(epochs.length).toBe(3);
    for (const line of epochs) {
      expect(line).toHaveProperty(["validation.accuracy"]);
      expect(line).toHaveProperty(["validation.majority"]);
      expect(line).toHaveProperty(["validation.persistence"]);
    }
    expect(lines.filter(({ kind }) => kind === "step").length).toBe(result.steps);
    expect(Object.keys(lines[0] ?? {}).filter((key) => /time|seconds/i.test(key))).toEqual([]);
  });

  test("learns: the training loss falls", () => {
    const losses = readMetrics(join(whole, "metrics.jsonl")).filter(({ kind }) => kind === "epoch");
    expect(Number(losses[2]?.["training.loss"])).toBeLessThan(Number(losses[0]?.["training.loss"]));
  });

  test("resumed, says that it is finished and gives the same figures", async () => {
    const notes: string[] = [];
    const again = await resume(whole, { ...silentReporter, note: (text) => notes.push(text) });
    expect(again.metrics).toEqual(result.metrics);
    expect(notes.join()).toMatch(/finished/);
  });

  test("is the same again from the same seed, and another from another", async () => {
    await start(join(folder, "again"));
    expectSameAsWhole(join(folder, "again"));
    await start(join(folder, "other"), { seed: 6 });
    expect(stateOf(join(folder, "other")).weights).not.toEqual(stateOf(whole).weights);
  });

  test("is found as the newest finished one", async () => {
    const runs = join(folder, "runs");
    await expect(findRun("trend", { runs })).rejects.toThrow(/no finished run.*\nTrain one first: kiln train trend/s);
    const { run } = await train(recipes.trend, { runs, data: table, set: small, eager: true }, silentReporter);
    expect(await findRun("trend", { runs })).toBe(run);
    expect(await listRuns(runs)).toMatchObject([{ run, model: "trend", status: "finished", epoch: 3 }]);
    await expect(findRun("trend", { run: folder })).rejects.toThrow(/is no run directory/);
  });
});

describe("bits", () => {
  test("do not depend on how often a checkpoint is written", async () => {
    const run = join(folder, "many-checkpoints");
    await start(run, { set: [...small, "checkpointSeconds=0"] });
    expectSameAsWhole(run);
  });

  test("captured and eager steps agree over 200 steps", async () => {
    const set = [...small, "epochs=17", "cell=gru"];
    const [captured, eager] = [join(folder, "captured"), join(folder, "eager")];
    const { steps } = await start(captured, { set, eager: false });
    await start(eager, { set });
    expect(steps).toBeGreaterThanOrEqual(200);
    const losses = (run: string) =>
      readMetrics(join(run, "metrics.jsonl"))
        .filter(({ kind, step }) => kind === "step" && Number(step) <= 200)
        .map(({ loss }) => loss);
    expect(losses(captured)).toEqual(losses(eager));
  });
});

describe("an interrupted run", () => {
  test.each([1, 30])("at step %i goes on to the same bits", async (step) => {
    const run = join(folder, `interrupted-${step}`);
    const { signal, reporter } = abortAt(step);
    const error = await errorOf(start(run, { signal, set: [...small, "checkpointSeconds=1000"] }, reporter));
    expect(error).toBeInstanceOf(InterruptedError);
    expect(error.message).toMatch(new RegExp(`nothing is lost\nGo on with: kiln train trend --resume ${run}`));
    expect(readStatus(run).status).toBe("interrupted");
    await resume(run);
    expectSameAsWhole(run);
  });

  test("with a damaged newest checkpoint goes on from the one before, to the same bits", async () => {
    const run = join(folder, "damaged");
    const { signal, reporter } = abortAt(30);
    await errorOf(start(run, { signal }, reporter));
    truncateSync(new CheckpointStore(run).list()[0] ?? "", 1000);
    const warnings: string[] = [];
    await resume(run, { ...silentReporter, warn: (text) => warnings.push(text) });
    expect(warnings.join("\n")).toMatch(/damaged and passed over.*cut short/s);
    expectSameAsWhole(run);
  });

  test("takes no other settings", async () => {
    const run = await interruptedRun("fixed");
    await expect(resume(run, silentReporter, { set: ["epochs=9"] })).rejects.toThrow(/--set cannot be given together/);
    await expect(resume(run, silentReporter, { seed: 1 })).rejects.toThrow(UsageError);
    await expect(resume(run, silentReporter, { eager: true })).rejects.toThrow(/--eager/);
  });

  test("refuses data that have changed since", async () => {
    const run = join(folder, "changed");
    const data = join(folder, "changing.csv");
    writeFileSync(data, smallTable());
    const { signal, reporter } = abortAt(2);
    await errorOf(start(run, { signal, data }, reporter));
    writeFileSync(data, smallTable(8, 90, 2));
    await expect(resume(run)).rejects.toThrow(/the data have changed since this run began/);
  });

  test("warns when the machine has changed", async () => {
    const run = await interruptedRun("moved");
    const path = join(run, "environment.json");
    const environment = JSON.parse(readFileSync(path, "utf8"));
    environment.versions.tensorflow = "1.15.0";
    environment.cpu.features.push("amx_future");
    writeFileSync(path, JSON.stringify(environment));
    const warnings: string[] = [];
    await resume(run, { ...silentReporter, warn: (text) => warnings.push(text) });
    expect(warnings.join()).toMatch(/not be bit-identical.*tensorflow was 1\.15\.0.*lacks amx_future/);
  });

  test("is held by one process at a time", async () => {
    const run = await interruptedRun("held");
    const lock = lockRun(run);
    await expect(resume(run)).rejects.toThrow(UnavailableError);
    lock.release();
    await resume(run);
  });
});

describe("a training that diverges", () => {
  const diverging = {
    ...recipes.trend,
    schedules: (_: unknown, { step }: { step: number }) => ({ learningRate: step === 20 ? Number.NaN : 0.02 }),
  };

  test.each([
    [
      "at the step whose loss is no number",
      "1000",
      /loss became NaN at step 22 \(learningRate 0\.02\)\nThat step: loss NaN.*\nThe step before: loss 0\..*\nNo numbers any more among the weights: .* and \d+ more\.\n.*step 12, .*step-00000012.*\n.*--resume .* --set learningRate=/s,
    ],
    [
      "before a checkpoint would hold the bad weights",
      "0",
      /became NaN at step 21 .*\n.*No numbers any more among the weights.*step 20, .*--set learningRate=/s,
    ],
  ])("stops %s, and keeps the last good checkpoint", async (_, seconds, message) => {
    const run = join(folder, `diverged-${seconds}`);
    const set = [...small, `checkpointSeconds=${seconds}`];
    const options = { out: run, data: table, seed: 5, set, eager: true };
    const error = await errorOf(train(diverging, options, silentReporter));
    expect(error).toBeInstanceOf(FailedError);
    expect(error.message).toMatch(message);
    expect(readStatus(run)).toMatchObject({ status: "failed", message: error.message });
    const { weights, progress } = stateOf(run);
    expect(progress.step).toBe(seconds === "0" ? 20 : 12);
    for (const { data } of Object.values(weights)) expect([...data].every(Number.isFinite)).toBe(true);
  });
});

describe("a training that diverged, resumed", () => {
  test("may go on at another rate, and says so for good; nothing else may change", async () => {
    const run = join(folder, "lowered");
    const exploding = {
      ...recipes.trend,
      schedules: ({ learningRate }: { learningRate: number }, { step }: { step: number }) => ({
        learningRate: step === 20 && learningRate === 0.02 ? Number.NaN : learningRate,
      }),
    };
    const options = { out: run, data: table, seed: 5, set: [...small, "learningRate=0.02"], eager: true };
    await expect(train(exploding, options, silentReporter)).rejects.toThrow(/--set learningRate=0\.002$/);
    const again = (set: string[]) => train(exploding, { resume: run, set }, silentReporter);
    await expect(again(["units=3"])).rejects.toThrow(/--set cannot be given together with --resume, but for learning/);
    await expect(again(["learningRate=-1"])).rejects.toThrow(UsageError);
    const { remarks } = await again(["learningRate=0.002"]);
    expect(remarks[0]).toMatch(/went on from step 12 at a learning rate of 0\.002 in place of 0\.02/);
    expect(readConfig(run)).toMatchObject({
      settings: { learningRate: 0.002 },
      rateChanges: [{ step: 12, from: 0.02, to: 0.002 }],
    });
  });

  test("of a run that did not fail, no rate may change", async () => {
    const run = await interruptedRun("stopped");
    await expect(resume(run, silentReporter, { set: ["learningRate=0.1"] })).rejects.toThrow(/only a run that failed/);
  });
});

describe("bad input", () => {
  test.each<[string, Partial<TrainOptions>, RegExp]>([
    ["no such file", { data: join(folder, "nothing.csv") }, /nothing\.csv: no such file/],
    ["a folder", { data: folder }, /is a folder, not a table/],
    ["too few days for a window", { set: ["window=56"] }, /table\.csv: 89 days of increments, needs at least \d+ days/],
    ["nobody selected", { set: [...small, "selection=report"] }, /selects none of 8 .*\n.*--set selection=all/s],
    [
      "fewer examples than a batch",
      { set: [...small, "batchSize=5000"] },
      /do not fill one batch of 5000.*\n.*batchSize/s,
    ],
    ["windows without cases", { set: [...small, "minimumCases=100000000"] }, /no window of the train part/],
  ])("%s: one clear error and no run directory", async (_, options, message) => {
    const run = join(folder, "bad");
    const error = await errorOf(start(run, options));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toMatch(message);
    expect(existsSync(run)).toBe(false);
  });

  test("a wrong setting, preset or directory is a usage error", async () => {
    await expect(start(join(folder, "bad"), { preset: "bset" })).rejects.toThrow(/Did you mean best/);
    await expect(start(join(folder, "bad"), { set: ["celll=gru"] })).rejects.toThrow(/Did you mean cell/);
    await expect(start(join(folder, "bad"), { seed: 1.5 })).rejects.toThrow(/a seed is a whole number/);
    await expect(start(whole)).rejects.toThrow(/exists and is not empty\n.*--resume/s);
    await expect(resume(join(folder, "nothing"))).rejects.toThrow(/is no run directory/);
    expect(existsSync(join(folder, "bad"))).toBe(false);
  });
});
