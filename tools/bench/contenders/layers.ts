/** Plain tfjs as a contender, without Kiln: what one writes with tf.layers. */
import { argv } from "node:process";
import type { TF } from "../../../trace/tensorflow.js";
import { tensorFlowFor } from "../../../train/open-training.js";
import { versionsOf } from "../../../train/run/environment.js";
import { checkSettings } from "../../../train/settings.js";
import { type Job, readJob } from "../workloads/job.js";
import { benchModel } from "../workloads/model.js";
import { answerRequests, type Contender } from "./answer.js";
import { openFacesLayers } from "./layers-faces.js";
import { openTrendLayers } from "./layers-trend.js";

/** What each model's contender has to bring. */
export type LayersTraining = Pick<Contender, "steps" | "train" | "check" | "evaluate" | "reset">;

async function open(folder: string): Promise<Contender> {
  const job = await readJob(folder);
  const { recipe } = await benchModel(job.model);
  const settings = checkSettings(recipe, job.settings, "job.json, settings");
  const tf = await tensorFlowFor(settings);
  const training = await openers[job.model](tf, folder, job);
  return {
    versions: versionsOf(tf),
    steps: (count) => training.steps(count),
    train: (count) => training.train(count),
    check: () => training.check(),
    evaluate: () => training.evaluate(),
    reset: () => training.reset(),
    async profile(count) {
      const started = performance.now();
      await training.steps(count);
      return [{ name: "whole step", ms: (performance.now() - started) / count, of: "step" }];
    },
  };
}

const openers: Readonly<Record<Job["model"], (tf: TF, folder: string, job: Job) => Promise<LayersTraining>>> = {
  trend: openTrendLayers,
  faces: openFacesLayers,
};

await answerRequests(await open(argv[2] ?? ""));
