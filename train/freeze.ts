/**
 * Writes the inference graphs of a run's best weights into `inference/`: the border to export, which reads these files
 * and knows no network (see core/inference.ts).
 */
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { FailedError, messageOf, NotFoundError } from "../core/errors.js";
import { type Inference, inferenceFiles, type TrainingSummary } from "../core/inference.js";
import type { Json } from "../core/json.js";
import type { Reporter } from "../core/reporter.js";
import type { TF } from "../trace/tensorflow.js";
import type { Checkpoint } from "./checkpoint/checkpoint.js";
import { CheckpointStore } from "./checkpoint/store.js";
import { boundTo, refuseOtherFacts } from "./facts.js";
import { bestWeights, finishRun } from "./finish-run.js";
import { writeGraph } from "./freeze-graph.js";
import { dispose, upload } from "./host-tensors.js";
import { cacheFolder, type OpenTraining, prepareData, tensorFlowFor, withForwards } from "./open-training.js";
import type { AnyRecipe, Forward, TensorMap } from "./recipe.js";
import { type RunConfig, readConfig } from "./run/config.js";
import { versionsOf } from "./run/environment.js";
import { readJson, runFiles, writeJson } from "./run/files.js";
import { lockRun } from "./run/lock.js";
import { readSummary } from "./run/summary.js";
import { settingsOfRun } from "./settings.js";

/** What `freeze` wrote. */
export interface Frozen {
  /** The folder `inference/` of the run. */
  readonly folder: string;
  readonly inference: Inference;
}

/** What else `freeze` can be told. */
export interface FreezeOptions {
  /** The folder of things that can be made again; `.kiln/cache` below the working directory when left out. */
  readonly cache?: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Freezes a run. One that was interrupted is frozen as it stands, with its best weights so far; it can still be resumed.
 *
 * @throws NotFoundError when the folder is no run, or has no checkpoint; UnavailableError while it is being trained;
 * FailedError when a graph holds what cannot be converted, naming operation and layer; InterruptedError when the signal is
 * aborted while a run that is not finished is evaluated.
 */
export async function freeze(
  listed: AnyRecipe,
  run: string,
  reporter: Reporter,
  { cache = cacheFolder(), signal }: FreezeOptions = {},
): Promise<Frozen> {
  const config = readConfig(run);
  if (config.model !== listed.model.name) {
    throw new NotFoundError(`"${run}" is a run of ${config.model}, not of ${listed.model.name}`);
  }
  const lock = lockRun(run);
  try {
    const checkpoint = latestCheckpoint(listed, run, reporter);
    const settings = settingsOfRun(listed, config.settings);
    const tf = await tensorFlowFor(settings);
    const recipe = await boundTo(listed, config.facts);
    const { summary, fitted } = await finished(recipe, { config, run, checkpoint, tf, reporter, cache, signal });
    const weights = upload(tf, bestWeights(checkpoint));
    try {
      const inference = describe(recipe, config, checkpoint, summary, fitted, tf);
      const folder = await writeFolder(run, inference, tf, weights, recipe.graphs(tf, settings, fitted));
      reporter.note(`Frozen: ${inference.graphs.map(({ name }) => name).join(", ")} in ${folder}`);
      return { folder, inference };
    } finally {
      dispose(weights);
    }
  } finally {
    lock.release();
  }
}

function latestCheckpoint(recipe: AnyRecipe, run: string, reporter: Reporter): Checkpoint {
  const checkpoint = new CheckpointStore(run).latest(reporter);
  if (checkpoint !== null) return checkpoint;
  throw new NotFoundError(`the run "${run}" has no checkpoint yet`, {
    next: `Let it train for a while: kiln train ${recipe.model.name} --resume ${run}`,
  });
}

/** Summary and fitted values of a finished run; an interrupted one is evaluated now. */
async function finished(
  recipe: AnyRecipe,
  {
    config,
    run,
    checkpoint,
    tf,
    reporter,
    cache,
    signal,
  }: Pick<OpenTraining, "config" | "run" | "tf" | "reporter" | "signal"> & {
    readonly checkpoint: Checkpoint;
    readonly cache: string;
  },
): Promise<{ summary: TrainingSummary; fitted: Record<string, Json> }> {
  if (!existsSync(join(run, runFiles.summary)) || !checkpoint.progress.complete) {
    const { step } = checkpoint.progress;
    reporter.warn(`This run is not finished: it is frozen as it stands after step ${step}.`);
    const data = await prepareData(recipe, config, cache, reporter, signal);
    try {
      refuseOtherFacts(config.facts, data.facts, run);
      const settings = settingsOfRun(recipe, config.settings);
      await withForwards(tf, config, (forwards) =>
        finishRun({ recipe, config, settings, tf, data, forwards, run, reporter, signal }, checkpoint),
      );
    } finally {
      await data.close?.();
    }
  }
  const fitted = readJson(join(run, runFiles.fitted), z.record(z.string(), z.json()), "fitted values");
  return { summary: readSummary(run), fitted };
}

function describe(
  recipe: AnyRecipe,
  config: RunConfig,
  checkpoint: Checkpoint,
  summary: TrainingSummary,
  fitted: Record<string, Json>,
  tf: TF,
): Inference {
  return {
    formatVersion: 1,
    model: recipe.model.name,
    bundle: bundleId(config, checkpoint, fitted),
    graphs: config.contracts,
    fitted,
    training: summary,
    versions: versionsOf(tf),
  };
}

/** Names the training by what it gave: the same weights and fitted values are the same bundle, wherever they were made. */
function bundleId(config: RunConfig, checkpoint: Checkpoint, fitted: Record<string, Json>): string {
  const hash = createHash("sha256").update(JSON.stringify([config.model, config.contracts, fitted]));
  for (const [name, { data }] of Object.entries(bestWeights(checkpoint)).sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex").slice(0, 32);
}

async function writeFolder(
  run: string,
  inference: Inference,
  tf: TF,
  weights: TensorMap,
  forwards: Readonly<Record<string, Forward>>,
): Promise<string> {
  const folder = join(run, inferenceFiles.folder);
  const temporary = mkdtempSync(join(run, ".writing-inference-"));
  try {
    for (const contract of inference.graphs) {
      const forward = forwards[contract.name];
      if (forward === undefined) throw new FailedError(`the recipe has no graph "${contract.name}"`);
      await writeGraph(join(temporary, contract.name), contract, tf, weights, forward);
    }
    writeJson(join(temporary, inferenceFiles.index), inference);
    replaceFolder(temporary, folder);
    return folder;
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** A rename cannot replace a folder that is not empty, so an older one is moved aside first. */
function replaceFolder(from: string, to: string): void {
  const aside = `${from}-old`;
  try {
    if (existsSync(to)) renameSync(to, aside);
    renameSync(from, to);
    rmSync(aside, { recursive: true, force: true });
  } catch (cause) {
    throw new FailedError(`cannot be written: ${messageOf(cause)}`, { where: { file: to }, cause });
  }
}
