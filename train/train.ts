/** Trains a recipe: makes or opens a run directory, runs the loop, finishes. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError } from "../core/errors.js";
import type { TrainingSummary } from "../core/inference.js";
import type { Reporter } from "../core/reporter.js";
import { stepsPerEpoch } from "./batches.js";
import { CheckpointStore } from "./checkpoint/store.js";
import { boundTo, refuseOtherFacts } from "./facts.js";
import { refuseIdleSettings } from "./idle-settings.js";
import { beforeRun, withinRun } from "./interruption.js";
import { cacheFolder, prepareData, tensorFlowFor, withForwards } from "./open-training.js";
import { refuseUnreadData } from "./own-data.js";
import type { AnyRecipe, TrainingData } from "./recipe.js";
import { type RunConfig, readConfig, writeConfig } from "./run/config.js";
import { chooseRunDirectory, makeRunDirectory } from "./run/create.js";
import { runFiles } from "./run/files.js";
import { lockRun } from "./run/lock.js";
import { lowerRate } from "./run/lower-rate.js";
import { readStatus, writeStatus } from "./run/status.js";
import { readSummary } from "./run/summary.js";
import { checkSettings, resolveSettings, settingsOfRun } from "./settings.js";
import { chooseThreads } from "./threads/choose.js";
import { trainToEnd } from "./train-to-end.js";

/** What to train, and where it goes. */
export interface TrainOptions {
  readonly preset?: string;
  /** The user's data; left out: the embedded data. */
  readonly data?: string;
  /** The run directory; left out: a new one under `runs`. */
  readonly out?: string;
  /** The folder of all runs. */
  readonly runs?: string;
  /** 1 when left out. */
  readonly seed?: number;
  /** `key=value` changes of the preset's settings. */
  readonly set?: readonly string[];
  /**
   * A run directory to go on with; then nothing above may be given, since its config.json says it all. Except for a run
   * that diverged: `set` may give it another `learningRate`.
   */
  readonly resume?: string;
  /** The folder of things that can be made again; `.kiln/cache` when left out. */
  readonly cache?: string;
  /** The config that the recipe comes from: a trial of thread counts loads it in processes of its own. */
  readonly config?: string;
  /** Run every operation of a step as it comes, not as one recorded graph. */
  readonly eager?: boolean;
  readonly signal?: AbortSignal;
}

/** A finished training. */
export interface TrainResult {
  readonly run: string;
  readonly finished: true;
  readonly steps: number;
  readonly epochs: number;
  /** Seconds spent training, all sessions together. */
  readonly seconds: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly remarks: readonly string[];
  readonly summary: TrainingSummary;
}

/**
 * Trains until the end.
 *
 * @throws UsageError for a preset, setting or combination of options that does not exist; InputError for bad data;
 * InterruptedError (after a checkpoint) when the signal is aborted; FailedError when training diverges; UnavailableError
 * when another process trains in the directory.
 */
export async function train(recipe: AnyRecipe, options: TrainOptions, reporter: Reporter): Promise<TrainResult> {
  return options.resume === undefined
    ? await startRun(recipe, options, reporter)
    : await resumeRun(recipe, options.resume, options, reporter);
}

async function startRun(listed: AnyRecipe, options: TrainOptions, reporter: Reporter): Promise<TrainResult> {
  const decided = decide(listed, options);
  const run = chooseRunDirectory(listed.model.name, decided.seed, options.out, options.runs);
  // The data come first: a table that cannot be used leaves no run directory behind.
  reporter.stage("data");
  const cache = options.cache ?? cacheFolder();
  const data = await beforeRun(() => prepareData(listed, decided, cache, reporter, options.signal));
  try {
    // Contracts and network may depend on what the data say.
    const recipe = await boundTo(listed, data.facts);
    const wished = withContracts(recipe, decided, data);
    stepsPerEpoch(data, checkSettings(recipe, wished.settings, "--set"));
    const config = await beforeRun(() =>
      withThreads(recipe, wished, { data, cache, config: options.config }, reporter, options.signal),
    );
    const settings = checkSettings(recipe, config.settings, "--set");
    const tf = await tensorFlowFor(settings);
    makeRunDirectory(run);
    const lock = lockRun(run);
    try {
      // The configuration comes last: from then on the folder is a run, and every run has a status.
      writeStatus(run, { status: "running", step: 0, totalSteps: 0, epoch: 0, message: "" });
      writeConfig(run, config);
      const signal = options.signal;
      const done = await withinRun(config.model, run, () =>
        withForwards(tf, config, (forwards) =>
          trainToEnd({ recipe, config, settings, tf, data, forwards, run, reporter, signal }),
        ),
      );
      return resultOf(run, done.summary, done.seconds);
    } finally {
      lock.release();
    }
  } finally {
    await data.close?.();
  }
}

async function resumeRun(
  listed: AnyRecipe,
  run: string,
  options: TrainOptions,
  reporter: Reporter,
): Promise<TrainResult> {
  refuseChanges(options);
  const asStarted = readConfig(run);
  if (asStarted.model !== listed.model.name) {
    throw new UsageError(`"${run}" is a run of ${asStarted.model}`, {
      where: { field: "--resume" },
      next: `kiln train ${asStarted.model} --resume ${run}`,
    });
  }
  if (isFinished(run)) {
    reporter.note(`This run is finished: ${run}`);
    return resultOf(run, readSummary(run), 0);
  }
  const lock = lockRun(run);
  try {
    const step = new CheckpointStore(run).newest()?.step ?? null;
    const config = lowerRate(listed, run, asStarted, options.set ?? [], step);
    reporter.stage("data");
    const cache = options.cache ?? cacheFolder();
    const done = await withinRun(config.model, run, async () => {
      const data = await prepareData(listed, config, cache, reporter, options.signal);
      try {
        refuseOtherFacts(config.facts, data.facts, run);
        const settings = settingsOfRun(listed, config.settings);
        const tf = await tensorFlowFor(settings);
        const recipe = await boundTo(listed, config.facts);
        const signal = options.signal;
        return await withForwards(tf, config, (forwards) =>
          trainToEnd({ recipe, config, settings, tf, data, forwards, run, reporter, signal }),
        );
      } finally {
        await data.close?.();
      }
    });
    return resultOf(run, done.summary, done.seconds);
  } finally {
    lock.release();
  }
}

/** A configuration before the data are read. */
type Decided = Omit<RunConfig, "contracts" | "facts">;

function decide(recipe: AnyRecipe, options: TrainOptions): Decided {
  refuseUnreadData(recipe, options.data);
  const { preset, settings } = resolveSettings(recipe, options.preset, options.set);
  refuseIdleSettings(recipe, { settings, data: options.data }, options.set ?? []);
  const seed = options.seed ?? 1;
  if (!Number.isSafeInteger(seed)) {
    throw new UsageError(`a seed is a whole number, got ${seed}`, { where: { field: "--seed" } });
  }
  return {
    formatVersion: 1,
    model: recipe.model.name,
    preset,
    seed,
    data: options.data === undefined ? null : resolve(options.data),
    mode: options.eager === true ? "eager" : "captured",
    settings: settings as RunConfig["settings"],
  };
}

function withContracts({ model }: AnyRecipe, decided: Decided, { facts }: TrainingData): RunConfig {
  const contracts = model.contract(model.config.parse(decided.settings));
  return { ...decided, ...(facts === undefined ? {} : { facts }), contracts };
}

/** The configuration with `threads: auto` replaced by a number, which a resumed run finds there. */
async function withThreads(
  recipe: AnyRecipe,
  config: RunConfig,
  from: { readonly data: TrainingData; readonly cache: string; readonly config: string | undefined },
  reporter: Reporter,
  signal: AbortSignal | undefined,
): Promise<RunConfig> {
  const settings = checkSettings(recipe, config.settings, "--set");
  const { seed, mode } = config;
  const context = { ...from, recipe, settings, seed, mode, reporter, signal };
  const { threads, trials } = await chooseThreads(context);
  const decided = { ...config, settings: { ...config.settings, threads } };
  return trials.length === 0 ? decided : { ...decided, threadTrials: [...trials] };
}

function refuseChanges(options: TrainOptions): void {
  const { preset, data, out, seed, eager } = options;
  const given = Object.entries({ preset, data, out, seed, eager });
  const [first] = given.filter(([, value]) => value !== undefined && value !== false);
  if (first === undefined) return;
  throw new UsageError(`--${first[0]} cannot be given together with --resume`, {
    where: { field: `--${first[0]}` },
    next: "A resumed run goes on exactly as it was started; start a new run to change something.",
  });
}

function isFinished(run: string): boolean {
  return existsSync(join(run, runFiles.status)) && readStatus(run).status === "finished";
}

function resultOf(run: string, summary: TrainingSummary, seconds: number): TrainResult {
  const { steps, epochs, metrics, remarks } = summary;
  return { run, finished: true, steps, epochs, seconds, metrics, remarks, summary };
}
