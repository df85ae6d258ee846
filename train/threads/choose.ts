/** Decides with how many threads a run trains: the number that was set, or the fastest on this machine. */
import type { Json } from "../../core/json.js";
import { Random } from "../../core/random.js";
import type { Reporter } from "../../core/reporter.js";
import { tensorFlowThreads } from "../../trace/tensorflow.js";
import { BatchReader } from "../batch-reader.js";
import { EpochBatches, stepsPerEpoch } from "../batches.js";
import type { AnyRecipe, TrainingData } from "../recipe.js";
import type { CommonSettings } from "../settings.js";
import type { StepMode } from "../stepper.js";
import { measureThreads, type Trial } from "./measure.js";
import { threadCounts, usableCores } from "./processor.js";
import { placeOf, recall, remember } from "./remembered.js";
import type { TrialWork } from "./trial.js";

/** Nobody has gained from more threads in one step than this, and every candidate is a process with TensorFlow in it. */
const MOST_THREADS = 16;

/** A count that is slower than the fastest by less than this share is as fast: between two trials as much changes. */
const NOISE = 0.05;

/** Batches that a trial takes in turn: more than one, so that a cache of the processor does not hold them all. */
const BATCHES = 4;

/** Above this share of the processor in other hands, a measurement holds for this run only. */
const QUIET = 0.1;

/** For which training. */
export interface ThreadsContext {
  readonly recipe: AnyRecipe;
  readonly settings: CommonSettings & Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly mode: StepMode;
  readonly data: TrainingData;
  /** The config that lists the recipe's model; without one a trial's process could not find it. */
  readonly config: string | undefined;
  /** The folder of things that can be made again. */
  readonly cache: string;
  readonly reporter: Reporter;
  readonly signal: AbortSignal | undefined;
}

/** What was decided; `trials` are the figures behind it, none when nothing was measured. */
export interface ThreadsChoice {
  readonly threads: number;
  readonly trials: readonly Trial[];
}

/**
 * The number of threads for a training. `auto` is measured once for each kind of step on a machine, in some seconds, and
 * remembered. TensorFlow must not be loaded for that: where it is, its number is taken as it is.
 *
 * @throws InterruptedError when the signal is aborted.
 */
export async function chooseThreads(context: ThreadsContext): Promise<ThreadsChoice> {
  const { recipe, settings, reporter } = context;
  if (settings.threads !== "auto") return { threads: settings.threads, trials: [] };
  const loaded = tensorFlowThreads();
  if (loaded !== undefined) return unmeasured(loaded, reporter, "TensorFlow is loaded already");
  const counts = candidates();
  if (counts.length === 1) return { threads: 1, trials: [] };
  if (context.config === undefined) return unmeasured(1, reporter, "no kiln.config.ts says where this recipe is");
  const batches = await firstBatches(context);
  const [batch = {}] = batches;
  const { mode, seed, data } = context;
  const weights = recipe.initialize(settings, Random.seeded(seed, "weights"));
  const place = placeOf(context.cache, { model: recipe.model.name, mode, oneDnn: settings.oneDnn, batch, weights });
  const before = recall(place.file);
  if (before !== undefined) return told(before, reporter, "as measured here before");
  reporter.stage("threads");
  const work: TrialWork = {
    config: context.config,
    model: recipe.model.name,
    facts: data.facts,
    settings,
    seed,
    mode,
    batches,
    stepsPerEpoch: stepsPerEpoch(data, settings),
  };
  const { trials, foreignShare } = await measureThreads(counts, work, reporter, context.signal);
  if (trials.length === 0) return unmeasured(1, reporter, "no number could be tried");
  const busy = foreignShare > QUIET;
  if (!busy && trials.length === counts.length) remember(place, trials);
  const others = `while other programs took ${Math.round(foreignShare * 100)} % of the processor, and not remembered`;
  return told(trials, reporter, busy ? `measured ${others}` : "measured");
}

/** Counts to try on this machine. */
export function candidates(): number[] {
  return threadCounts(Math.min(MOST_THREADS, usableCores()));
}

/** The fewest threads among those that are as fast as the fastest: what a step does not need is left to others. */
export function pick(trials: readonly Trial[]): Trial {
  const fastest = Math.min(...trials.map(({ ms }) => ms));
  const [fewest] = trials.filter(({ ms }) => ms <= fastest * (1 + NOISE)).sort((a, b) => a.threads - b.threads);
  if (fewest === undefined) throw new RangeError("there is no best of no trials");
  return fewest;
}

async function firstBatches({ settings, seed, data }: ThreadsContext) {
  const perEpoch = stepsPerEpoch(data, settings);
  const order = Random.seeded(seed, "order").state;
  const batches = new EpochBatches(new BatchReader(data), order, 0, settings.batchSize, perEpoch);
  const first = [];
  for (let i = 0; i < Math.min(BATCHES, perEpoch); i++) first.push(await batches.next());
  return first;
}

function unmeasured(threads: number, reporter: Reporter, why: string): ThreadsChoice {
  reporter.note(`Threads: ${threads}, not measured: ${why}.`);
  return { threads, trials: [] };
}

function told(trials: readonly Trial[], reporter: Reporter, how: string): ThreadsChoice {
  const { threads, ms } = pick(trials);
  const others = trials
    .filter((trial) => trial.threads !== threads)
    .map((trial) => `${figure(trial.ms)} with ${trial.threads}`);
  const against = others.length === 0 ? "" : ` against ${others.join(", ")}`;
  reporter.note(`Threads: ${threads}, ${how}: ${figure(ms)} ms a step${against}. Another number gives other bits.`);
  reporter.record("threads", { threads, trials: trials.map((trial): Json => ({ ...trial })) });
  return { threads, trials };
}

function figure(ms: number): string {
  return String(Number(ms.toPrecision(2)));
}
