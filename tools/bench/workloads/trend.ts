/** `trend` in the bench: windows as tensors, and the mean cross-entropy of the validation days. */
import type { Tensor2D } from "@tensorflow/tfjs-node";
import type { TrendData } from "../../../models/trend/train/dataset.js";
import { logits } from "../../../models/trend/train/network.js";
import { trendRecipe } from "../../../models/trend/train/recipe.js";
import type { TrendSettings } from "../../../models/trend/train/settings.js";
import { weight } from "../../../models/trend/train/weight.js";
import { writeTensors } from "./job.js";
import type { BenchModel } from "./model.js";

export const trendBench: BenchModel<TrendSettings, TrendData> = {
  recipe: trendRecipe,
  writeTraining: async (data, _settings, folder) => await writeTensors(folder, "training", data.examplesOf("train")),
  validation: async (data) => data.examplesOf("validation"),
  forward: (tf, settings) => (weights, inputs) => ({
    logit: logits(
      tf,
      settings,
      weights,
      weight<Tensor2D>(inputs, "increments"),
      weight<Tensor2D>(inputs, "start_weekday"),
    ),
  }),
  lossOf(_settings, { logit }, { label }) {
    if (logit === undefined || label === undefined) throw new TypeError("there are no log odds or no labels");
    return meanCrossEntropy(logit.data, label.data);
  },
};

/** Mean cross-entropy of log odds z with truths y, in double precision. */
export function meanCrossEntropy(z: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < z.length; i++) {
    const [odds, truth] = [z[i] as number, y[i] as number];
    sum += Math.max(odds, 0) - odds * truth + Math.log1p(Math.exp(-Math.abs(odds)));
  }
  return sum / z.length;
}
