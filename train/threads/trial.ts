/**
 * The program of a trial: a process that trains with one number of threads and tells how long steps take. It has a
 * process of its own because TensorFlow reads the number once, when it loads.
 */

import { readProject } from "../../config/project.js";
import { at } from "../../core/at.js";
import { messageOf } from "../../core/errors.js";
import { Random } from "../../core/random.js";
import { recipeOf } from "../configured.js";
import { upload } from "../host-tensors.js";
import { tensorFlowFor } from "../session.js";
import { checkSettings } from "../settings.js";
import { createStepper } from "../stepper.js";
import type { TrialAnswer, TrialRequest, TrialWork } from "./messages.js";

/** One step after the other, as the loop does them. */
type Steps = (count: number) => number;

async function open(
  { config, model, settings: given, seed, mode, batches, stepsPerEpoch }: TrialWork,
  threads: number,
) {
  const { models } = await readProject(config);
  const recipe = await recipeOf(models, model);
  const settings = checkSettings(recipe, { ...given, threads }, "settings");
  const tf = await tensorFlowFor(settings);
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

async function answer(request: TrialRequest): Promise<Omit<TrialAnswer, "cpuMs">> {
  try {
    if (request.do === "steps") return { ms: steps(request.count) };
    steps = await open(request.work, request.threads);
    return { ms: 0 };
  } catch (error) {
    return { ms: 0, error: messageOf(error) };
  }
}

process.on("message", (request: TrialRequest) => {
  void answer(request).then((given) => {
    const { user, system } = process.cpuUsage();
    process.send?.({ ...given, cpuMs: (user + system) / 1000 } satisfies TrialAnswer);
  });
});
// The one who asks is gone: nobody wants to know any more.
process.on("disconnect", () => process.exit());
