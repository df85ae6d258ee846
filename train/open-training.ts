/** What a training has open while it works: TensorFlow, the data, the settings. */
import { resolve } from "node:path";
import { InterruptedError } from "../core/errors.js";
import { Random } from "../core/random.js";
import type { Reporter } from "../core/reporter.js";
import { loadTensorFlow, type TF } from "../trace/tensorflow.js";
import { breathe } from "./breathe.js";
import { ForwardRunner } from "./forward.js";
import { download } from "./host-tensors.js";
import type { AnyRecipe, EvaluateContext, TensorMap, TrainingData } from "./recipe.js";
import type { RunConfig } from "./run/config.js";
import { type CommonSettings, decidedThreads, settingsOfRun } from "./settings.js";

/** An open training. */
export interface OpenTraining {
  readonly recipe: AnyRecipe;
  readonly config: RunConfig;
  readonly settings: CommonSettings;
  readonly tf: TF;
  readonly data: TrainingData;
  readonly forwards: ForwardRunner;
  /** The run directory. */
  readonly run: string;
  readonly reporter: Reporter;
  readonly signal: AbortSignal | undefined;
}

/** The folder of things that can be made again, where nothing else is said: below the working directory. */
export function cacheFolder(): string {
  return resolve(".kiln", "cache");
}

/**
 * Loads TensorFlow the way the settings say. Thread count and oneDNN decide the bits of every sum, and both are read only
 * once, when TensorFlow loads.
 *
 * @throws UsageError when this process already runs TensorFlow with another number of threads; FailedError when the
 * number is still to be decided.
 */
export async function tensorFlowFor(settings: Pick<CommonSettings, "threads" | "oneDnn">): Promise<TF> {
  process.env.TF_ENABLE_ONEDNN_OPTS = settings.oneDnn ? "1" : "0";
  return await loadTensorFlow({ threads: decidedThreads(settings) });
}

/**
 * Prepares the data of a configuration: reads the user's, or makes the embedded ones.
 *
 * @throws InterruptedError when the signal is aborted: a recipe may read a table without looking at it.
 */
export async function prepareData(
  recipe: AnyRecipe,
  config: Pick<RunConfig, "settings" | "seed" | "data">,
  cache: string,
  reporter: Reporter,
  signal: AbortSignal | undefined,
): Promise<TrainingData> {
  const data = await recipe.prepare({
    settings: settingsOfRun(recipe, config.settings),
    seed: config.seed,
    data: config.data ?? undefined,
    base: recipe.base,
    cache,
    reporter,
    signal,
  });
  await breathe();
  if (signal?.aborted !== true) return data;
  await data.close?.();
  throw new InterruptedError("stopped while the data were prepared");
}

/** The context in which a recipe evaluates `weights`. */
export function evaluateContext(
  training: OpenTraining,
  weights: TensorMap,
  epoch: number,
): EvaluateContext<unknown, TrainingData> {
  const { tf, settings, data, config, run, reporter, signal, forwards } = training;
  return {
    tf,
    settings,
    data,
    seed: config.seed,
    epoch,
    directory: run,
    reporter,
    signal,
    random: (label) => Random.seeded(config.seed, `evaluate/${label}`),
    run: (forward, inputs, rows) => forwards.run(forward, weights, inputs, { rows, signal }),
    weights: () => download(weights),
  };
}

/** Gives `action` a runner of forward functions, and frees it afterwards. */
export async function withForwards<Result>(
  tf: TF,
  config: Pick<RunConfig, "mode">,
  action: (forwards: ForwardRunner) => Promise<Result>,
): Promise<Result> {
  const forwards = new ForwardRunner(tf, config.mode);
  try {
    return await action(forwards);
  } finally {
    forwards.dispose();
  }
}
