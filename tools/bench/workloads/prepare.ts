/** Makes a job's folder. Whatever a contender could have an advantage by is decided here, once for all of them. */
import { findConfig } from "../../../config/find.js";
import { Random } from "../../../core/random.js";
import type { Reporter } from "../../../core/reporter.js";
import { makeTensor, sizeOf, type Tensor, type Tensors } from "../../../core/tensor.js";
import { stepsPerEpoch } from "../../../train/batches.js";
import type { AnyRecipe, TrainingData } from "../../../train/recipe.js";
import { type CommonSettings, resolveSettings } from "../../../train/settings.js";
import { chooseThreads } from "../../../train/threads/choose.js";
import { type BenchModelName, type Job, writeJob, writeTensors } from "./job.js";
import { benchModel } from "./model.js";
import { orderOfSteps } from "./order.js";

/** Steps whose losses are compared before anything is timed. */
const CHECKED_STEPS = 6;

/** The batches that lie ready hold this many examples together: more than a cache holds, less than memory minds. */
const READY_EXAMPLES = 2048;

/** What to prepare. */
export interface Preparation {
  readonly model: BenchModelName;
  readonly preset: string;
  readonly set: readonly string[];
  readonly seed: number;
  readonly cache: string;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** A job's folder, ready, and what was found about the data. */
export interface Prepared {
  readonly folder: string;
  readonly job: Job;
  readonly examples: number;
  readonly totalSteps: number;
}

/**
 * Prepares the data by the recipe's own loader, chooses Kiln's threads as `kiln train` does, and writes everything down.
 *
 * @throws UsageError for a setting that does not exist; InputError when there are fewer examples than a batch.
 */
export async function prepareJob(preparation: Preparation, reporter: Reporter): Promise<Prepared> {
  const { model, folder, seed, cache, signal } = preparation;
  const bench = await benchModel(model);
  const { recipe } = bench;
  const { settings: wished } = resolveSettings(recipe, preparation.preset, preparation.set);
  const data: TrainingData = await recipe.prepare({ settings: wished, seed, data: undefined, cache, reporter, signal });
  try {
    const perEpoch = stepsPerEpoch(data, wished);
    // One number for every contender in Node, as `kiln train` would choose it: bits can only be compared under one.
    const config = findConfig({ from: process.cwd() }) ?? undefined;
    const choice = { recipe, settings: wished, seed, mode: "captured", data, cache, config, reporter, signal } as const;
    const { threads } = await chooseThreads(choice);
    const settings = { ...wished, threads };
    const totalSteps = perEpoch * settings.epochs;
    const readyBatches = Math.max(4, Math.ceil(READY_EXAMPLES / settings.batchSize));
    const job: Job = { formatVersion: 1, model, seed, settings, cache, readyBatches };
    await writeJob(folder, job);
    await writeTensors(folder, "start", recipe.initialize(settings, Random.seeded(seed, "weights")));
    await bench.writeTraining(data, settings, folder);
    await writeTensors(folder, "validation", await bench.validation(data, settings, seed));
    const shape = {
      examples: data.examples,
      passes: data.passes ?? 1,
      batchSize: settings.batchSize,
      stepsPerEpoch: perEpoch,
    };
    const order = orderOfSteps(seed, shape, Math.max(totalSteps, readyBatches, CHECKED_STEPS));
    await writeTensors(folder, "order", { order });
    await writeTensors(folder, "schedules", schedulesOf(recipe, settings, perEpoch, totalSteps));
    await writeTensors(folder, "random", randomOf(recipe, settings, seed));
    return { folder, job, examples: data.examples, totalSteps };
  } finally {
    await data.close?.();
  }
}

/** Each schedule as a list, one number a step. */
function schedulesOf(recipe: AnyRecipe, settings: CommonSettings, perEpoch: number, totalSteps: number): Tensors {
  const at = (step: number) =>
    recipe.schedules(settings, {
      step,
      epoch: Math.floor(step / perEpoch),
      stepsPerEpoch: perEpoch,
      totalSteps,
      plateau: 1,
    });
  const names = Object.keys(at(0));
  const steps = Array.from({ length: totalSteps }, (_, step) => at(step));
  return Object.fromEntries(
    names.map((name) => [
      name,
      makeTensor(
        "float32",
        [totalSteps],
        Float32Array.from(steps, (values) => values[name] ?? Number.NaN),
      ),
    ]),
  );
}

/** Random inputs of the steps that are compared, stacked: as `train` would draw them. */
function randomOf(recipe: AnyRecipe, settings: CommonSettings, seed: number): Tensors {
  const random = Random.seeded(seed, "noise");
  const drawn = Array.from({ length: CHECKED_STEPS }, () => recipe.draw(settings, random, settings.batchSize));
  return Object.fromEntries(
    Object.entries(drawn[0] ?? {}).map(([name, first]) => [
      name,
      stack(
        drawn.map((tensors) => tensors[name] as Tensor),
        first.dims,
      ),
    ]),
  );
}

function stack(tensors: readonly Tensor[], dims: readonly number[]): Tensor {
  const width = sizeOf(dims);
  const data = new Float32Array(tensors.length * width);
  for (const [i, tensor] of tensors.entries()) data.set(tensor.data, i * width);
  return makeTensor("float32", [tensors.length, ...dims], data);
}
