/** Trains a recipe: makes or opens a run directory, runs the loop, finishes. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { InputError, InterruptedError, UsageError } from "../models/errors.js";
import type { TrainingSummary } from "../models/inference.js";
import { Random } from "../models/random.js";
import type { Reporter } from "../models/reporter.js";
import { stepsPerEpoch } from "./batches.js";
import type { Checkpoint } from "./checkpoint/checkpoint.js";
import { CheckpointStore } from "./checkpoint/store.js";
import { finishRun } from "./finish.js";
import { dispose, download, upload } from "./host-tensors.js";
import { Loop } from "./loop.js";
import { initialPlateau } from "./plateau.js";
import type { AnyRecipe } from "./recipe.js";
import { type RunConfig, readConfig, writeConfig } from "./run/config.js";
import { chooseRunDirectory, makeRunDirectory } from "./run/create.js";
import { currentEnvironment, differencesOf, readEnvironment, writeEnvironment } from "./run/environment.js";
import { messageOf, removeTemporaries, runFiles } from "./run/files.js";
import { lockRun } from "./run/lock.js";
import { MetricsLog } from "./run/metrics-log.js";
import { readStatus, writeStatus } from "./run/status.js";
import { readSummary } from "./run/summary.js";
import { prepareData, type Session, tensorFlowFor, withForwards } from "./session.js";
import { checkSettings, resolveSettings } from "./settings.js";
import { createStepper } from "./stepper.js";

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
  /** A run directory to go on with; then nothing above may be given, since its config.json says it all. */
  readonly resume?: string;
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

async function startRun(recipe: AnyRecipe, options: TrainOptions, reporter: Reporter): Promise<TrainResult> {
  const config = decide(recipe, options);
  const run = chooseRunDirectory(recipe.model.name, config.seed, options.out, options.runs);
  // The data come first: a table that cannot be used leaves no run directory behind.
  reporter.stage("data");
  const data = await prepareData(recipe, config, reporter, options.signal);
  try {
    const settings = checkSettings(recipe, config.settings, "--set");
    stepsPerEpoch(data.examples, settings);
    const tf = await tensorFlowFor(settings);
    makeRunDirectory(run);
    const lock = lockRun(run);
    try {
      // The configuration comes last: from then on the folder is a run, and every run has a status.
      writeStatus(run, { status: "running", step: 0, totalSteps: 0, epoch: 0, message: "" });
      writeConfig(run, config);
      const signal = options.signal;
      return await withForwards(tf, config, (forwards) =>
        work({ recipe, config, settings, tf, data, forwards, run, reporter, signal }),
      );
    } finally {
      lock.release();
    }
  } finally {
    await data.close?.();
  }
}

async function resumeRun(
  recipe: AnyRecipe,
  run: string,
  options: TrainOptions,
  reporter: Reporter,
): Promise<TrainResult> {
  refuseChanges(options);
  const config = readConfig(run);
  if (config.model !== recipe.model.name) {
    throw new UsageError(`"${run}" is a run of ${config.model}`, {
      where: { field: "--resume" },
      next: `kiln train ${config.model} --resume ${run}`,
    });
  }
  if (isFinished(run)) {
    reporter.note(`This run is finished: ${run}`);
    return resultOf(run, readSummary(run), 0);
  }
  const lock = lockRun(run);
  try {
    reporter.stage("data");
    const data = await prepareData(recipe, config, reporter, options.signal);
    try {
      const settings = checkSettings(recipe, config.settings, "config.json, settings");
      const tf = await tensorFlowFor(settings);
      const signal = options.signal;
      return await withForwards(tf, config, (forwards) =>
        work({ recipe, config, settings, tf, data, forwards, run, reporter, signal }),
      );
    } finally {
      await data.close?.();
    }
  } finally {
    lock.release();
  }
}

function decide(recipe: AnyRecipe, options: TrainOptions): RunConfig {
  const { preset, settings } = resolveSettings(recipe, options.preset, options.set);
  const seed = options.seed ?? 1;
  if (!Number.isSafeInteger(seed)) {
    throw new UsageError(`a seed is a whole number, got ${seed}`, { where: { field: "--seed" } });
  }
  const { model } = recipe;
  return {
    formatVersion: 1,
    model: model.name,
    preset,
    seed,
    data: options.data === undefined ? null : resolve(options.data),
    mode: options.eager === true ? "eager" : "captured",
    settings: settings as RunConfig["settings"],
    contracts: model.contract(model.config.parse(settings)),
  };
}

/** With the lock held: from the last checkpoint, or from the beginning, to the end. */
async function work(session: Session): Promise<TrainResult> {
  const { run, reporter } = session;
  removeTemporaries(run);
  checkEnvironment(session);
  const store = new CheckpointStore(run);
  store.prepare();
  const saved = store.latest(reporter);
  if (saved !== null) reporter.note(`Going on from step ${saved.progress.step}.`);
  let done = { step: saved?.progress.step ?? 0, epoch: saved?.progress.epoch ?? 0, totalSteps: 0 };
  try {
    const checkpoint = await trainFrom(session, store, saved ?? firstCheckpoint(session), (now) => {
      done = now;
    });
    reporter.stage("evaluation");
    const summary = await finishRun(session, checkpoint);
    writeStatus(run, { status: "finished", ...done, message: "" });
    for (const remark of summary.remarks) reporter.note(remark);
    const result = resultOf(run, summary, checkpoint.progress.seconds);
    reporter.record("trained", { run, steps: result.steps, epochs: result.epochs, metrics: { ...result.metrics } });
    return result;
  } catch (error) {
    const status = error instanceof InterruptedError ? "interrupted" : "failed";
    writeStatus(run, { status, ...done, message: messageOf(error) });
    throw error;
  }
}

async function trainFrom(
  session: Session,
  store: CheckpointStore,
  from: Checkpoint,
  report: (done: Loop["done"]) => void,
): Promise<Checkpoint> {
  const { recipe, settings, tf, run, reporter } = session;
  reporter.stage("training");
  const log = new MetricsLog(join(run, runFiles.metrics), from.progress.metricsBytes);
  const state = { weights: upload(tf, from.weights), optimizer: upload(tf, from.optimizer) };
  const stepper = createStepper(tf, recipe.step(tf, settings), state, session.config.mode);
  const perEpoch = stepsPerEpoch(session.data.examples, settings);
  const loop = new Loop(session, from, { stepper, store, log, stepsPerEpoch: perEpoch });
  try {
    return await loop.run();
  } finally {
    report(loop.done);
    stepper.dispose();
    log.close();
  }
}

/** The state before the first step, as a checkpoint that is not on the disk. */
function firstCheckpoint({ recipe, settings, config, tf }: Session): Checkpoint {
  const weights = recipe.initialize(settings, Random.seeded(config.seed, "weights"));
  const uploaded = upload(tf, weights);
  const slots = recipe.initialOptimizer(tf, settings, uploaded);
  const optimizer = download(slots);
  dispose(uploaded, slots);
  const nothing = { count: 0, sums: {} };
  return {
    weights,
    optimizer,
    best: {},
    progress: {
      formatVersion: 1,
      model: recipe.model.name,
      step: 0,
      epoch: 0,
      position: 0,
      order: Random.seeded(config.seed, "order").state,
      noise: Random.seeded(config.seed, "noise").state,
      interval: nothing,
      running: nothing,
      plateau: initialPlateau,
      best: null,
      complete: false,
      metricsBytes: 0,
      seconds: 0,
    },
  };
}

/** Stores the environment of a new run; warns when a resumed one cannot have the bits that it would have had. */
function checkEnvironment({ tf, settings, data, run, reporter }: Session): void {
  const now = currentEnvironment(tf, settings, data.summary);
  const then = readEnvironment(run);
  if (then === null) {
    writeEnvironment(run, now);
    return;
  }
  if (then.data.sha256 !== now.data.sha256) {
    throw new InputError(`the data have changed since this run began (${then.data.source})`, {
      where: { file: run },
      next: "Put the old data back, or start a new run.",
    });
  }
  const differences = differencesOf(then, now);
  if (differences.length > 0) {
    reporter.warn(`The result will not be bit-identical to an uninterrupted run: ${differences.join("; ")}.`);
  }
}

function refuseChanges(options: TrainOptions): void {
  const { preset, data, out, seed, set, eager } = options;
  const given = Object.entries({ preset, data, out, seed, set: set?.length === 0 ? undefined : set, eager });
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
