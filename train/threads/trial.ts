/**
 * The program of a trial: a process that trains with one number of threads and tells how long steps take. It has a
 * process of its own because TensorFlow reads the number once, when it loads.
 */

import { readProject } from "../../config/project.js";
import { at } from "../../core/at.js";
import { answerCalls } from "../../core/channel/answer.js";
import { FailedError, messageOf } from "../../core/errors.js";
import type { JsonObject } from "../../core/json.js";
import { Random } from "../../core/random.js";
import type { Tensors } from "../../core/tensor.js";
import { parentProcessPort } from "../../system/ports.js";
import { recipeOf } from "../configured.js";
import { boundTo } from "../facts.js";
import { upload } from "../host-tensors.js";
import { tensorFlowFor } from "../open-training.js";
import { checkSettings } from "../settings.js";
import { createStepper, type StepMode } from "../stepper.js";

/** The step to try: the run's own, on the run's own examples. */
export interface TrialWork {
  /** The config that lists the model. */
  readonly config: string;
  readonly model: string;
  /** What the data say, where the network depends on it. */
  readonly facts?: JsonObject | undefined;
  /** The recipe's settings, all of them. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly mode: StepMode;
  /** The run's first batches, taken in turn. */
  readonly batches: readonly Tensors[];
  readonly stepsPerEpoch: number;
}

/** Milliseconds that the steps took, and the processor time of the process so far. */
export interface TrialTimes {
  readonly ms: number;
  readonly cpuMs: number;
}

/** What a trial is asked, one at a time. */
export interface TrialCalls {
  /** Load TensorFlow with so many threads and get ready. */
  open: { readonly given: { readonly threads: number; readonly work: TrialWork }; readonly answer: TrialTimes };
  /** So many steps. */
  steps: { readonly given: { readonly count: number }; readonly answer: TrialTimes };
}

/** One step after the other, as the loop does them. */
type Steps = (count: number) => number;

async function open(
  { config, model, facts, settings: given, seed, mode, batches, stepsPerEpoch }: TrialWork,
  threads: number,
) {
  const { models } = await readProject(config);
  const listed = await recipeOf(models, model);
  const settings = checkSettings(listed, { ...given, threads }, "settings");
  const tf = await tensorFlowFor(settings);
  const recipe = await boundTo(listed, facts);
  const weights = upload(tf, recipe.initialize(settings, Random.seeded(seed, "weights")));
  const optimizer = recipe.initialOptimizer(tf, settings, weights);
  const stepper = createStepper(tf, recipe.step(tf, settings), { weights, optimizer }, mode);
  const noise = Random.seeded(seed, "noise");
  const totalSteps = settings.epochs * stepsPerEpoch;
  let done = 0;
  return (count: number) => {
    const started = performance.now();
    for (let i = 0; i < count; i++) {
      const step = Math.min(done, totalSteps - 1);
      const epoch = Math.floor(step / stepsPerEpoch);
      const schedules = recipe.schedules(settings, { step, epoch, stepsPerEpoch, totalSteps, plateau: 1 });
      const random = recipe.draw(settings, noise, settings.batchSize);
      stepper.step({ batch: at(batches, done % batches.length), random, schedules });
      done += 1;
    }
    return performance.now() - started;
  };
}

let steps: Steps = () => Number.NaN;

/** Does the work, and adds the processor time. What TensorFlow throws is no fault of Kiln: its message is enough. */
async function timed(work: () => Promise<number>): Promise<TrialTimes> {
  try {
    const ms = await work();
    const { user, system } = process.cpuUsage();
    return { ms, cpuMs: (user + system) / 1000 };
  } catch (cause) {
    throw new FailedError(messageOf(cause), { cause });
  }
}

answerCalls<TrialCalls>(parentProcessPort(), {
  open: ({ work, threads }) =>
    timed(async () => {
      steps = await open(work, threads);
      return 0;
    }),
  steps: ({ count }) => timed(async () => steps(count)),
});
// The one who asks is gone: nobody wants to know any more.
process.on("disconnect", () => process.exit());
