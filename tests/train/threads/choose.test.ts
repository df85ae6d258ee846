/** The number of threads: set, measured in child processes, interrupted, and restored. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InterruptedError } from "../../../core/errors.js";
import { Random } from "../../../core/random.js";
import { type Reporter, silentReporter } from "../../../core/reporter.js";
import type { AnyRecipe, TrainingData } from "../../../train/recipe.js";
import { readConfig } from "../../../train/run/config.js";
import { readEnvironment } from "../../../train/run/environment.js";
import { readStatus } from "../../../train/run/status.js";
import { resolveSettings } from "../../../train/settings.js";
import { chooseThreads, pick } from "../../../train/threads/choose.js";
import { measureThreads } from "../../../train/threads/measure.js";
import type { TrialWork } from "../../../train/threads/trial.js";
import { configFile, recipes } from "../../fixtures/models.js";
import { smallTable } from "../fixtures/table.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-threads-"));
const table = join(folder, "table.csv");
const cache = join(folder, "cache");
const set = ["batchSize=16", "window=7", "units=6", "threads=auto"];
const { settings } = resolveSettings(recipes.trend, undefined, set);
let data: TrainingData;
let work: TrialWork;

beforeAll(async () => {
  writeFileSync(table, smallTable());
  const given = { seed: 5, data: table, cache, reporter: silentReporter, signal: undefined };
  data = await recipes.trend.prepare({ ...given, settings: recipes.trend.settings.parse(settings) });
  const batch = await data.batch(Random.seeded(5, "order").permutation(data.examples).slice(0, 16));
  work = {
    config: configFile,
    model: "trend",
    facts: undefined,
    settings,
    seed: 5,
    mode: "captured",
    batches: [batch],
    stepsPerEpoch: 10,
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function listening(): { reporter: Reporter; heard: string[] } {
  const heard: string[] = [];
  const reporter = {
    ...silentReporter,
    stage: (name: string) => heard.push(name),
    note: (text: string) => heard.push(text),
    warn: (text: string) => heard.push(text),
    progress: ({ label }: { label: string }) => heard.push(label),
  };
  return { reporter, heard };
}

describe("choosing", () => {
  const context = () =>
    ({
      recipe: recipes.trend as AnyRecipe,
      settings,
      seed: 5,
      mode: "captured",
      data,
      cache,
      config: configFile,
    }) as const;

  it("takes the number that was set and measures nothing", async () => {
    const { reporter, heard } = listening();
    const given = { ...context(), settings: { ...settings, threads: 3 }, reporter, signal: undefined };
    expect(await chooseThreads(given)).toEqual({ threads: 3, trials: [] });
    expect(heard).toEqual([]);
  });

  it("says that it cannot measure a recipe of no config, or that this machine has one core", async () => {
    const { reporter } = listening();
    const choice = await chooseThreads({ ...context(), config: undefined, reporter, signal: undefined });
    expect(choice).toEqual({ threads: 1, trials: [] });
  });
});

describe("measuring", () => {
  it("tries each number in a process of its own, and names one that cannot be tried", async () => {
    const { reporter, heard } = listening();
    const { trials, foreignShare } = await measureThreads([1, 2, 0], work, reporter, undefined);
    expect(trials.map(({ threads }) => threads)).toEqual([1, 2]);
    for (const { ms } of trials) expect(ms).toBeGreaterThan(0);
    expect(foreignShare).toBeGreaterThanOrEqual(0);
    expect(heard).toContain("measuring threads");
    expect(heard.join("\n")).toMatch(/0 threads could not be tried: settings threads: .*>=1/);
  });

  it("stops when it is told to", async () => {
    const controller = new AbortController();
    const progress = () => controller.abort();
    const measured = measureThreads([1, 2], work, { ...silentReporter, progress }, controller.signal);
    await expect(measured).rejects.toThrow(InterruptedError);
  });
});

/** Runs the training in the folder, killed at its first step or to its end; gives what it said. */
function runTraining(run: string, killed: boolean): Promise<string> {
  const script = fileURLToPath(new URL("../fixtures/threaded.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, run, table], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
    if (killed && said.includes("step with")) child.kill("SIGKILL");
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(said));
  });
}

it("a run that was killed goes on with the number that was measured for it, and measures nothing", async () => {
  const run = join(folder, "run");
  const first = await runTraining(run, true);
  expect(readStatus(run).status).toBe("killed");
  const { settings: stored, threadTrials } = readConfig(run);
  expect(first).toMatch(/Threads: \d+/);
  expect(first).toContain(`step with ${stored.threads}`);
  if (threadTrials !== undefined) expect(pick(threadTrials).threads).toBe(stored.threads);

  rmSync(join(folder, ".kiln"), { recursive: true, force: true });
  const second = await runTraining(run, false);
  expect(second).toContain(`step with ${stored.threads}`);
  expect(second).not.toMatch(/stage threads|Threads:/);
  expect(readStatus(run)).toMatchObject({ status: "finished" });
  expect(readStatus(run).waiting).toBeLessThanOrEqual(1);
  expect(readEnvironment(run)?.threads).toBe(stored.threads);
  expect(readFileSync(join(run, "metrics.jsonl"), "utf8")).not.toMatch(/waiting/);
});
