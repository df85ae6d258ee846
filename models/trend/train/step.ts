/** The training step of `trend`, pure: forward, gradients, Adam. */
import type { Scalar, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import type { Random } from "kilnjs";
import { makeTensor, type Tensors } from "kilnjs";
import type { TF } from "kilnjs/trace";
import type { Clock, Optimizer, Step, TensorMap } from "kilnjs/train";
import { adam, adamW, clipByGlobalNorm, valueAndGradients } from "kilnjs/train";
import type { HeadMasks } from "./head.js";
import { judgeClasses, judgeTwoClasses } from "./loss.js";
import { logits, outputsOf } from "./network.js";
import type { TrendSettings } from "./settings.js";
import { weight } from "./weight.js";

/** The optimizer: Adam; with `weightDecay` AdamW, which spares biases. */
export function optimizerOf({ weightDecay }: Pick<TrendSettings, "weightDecay">): Optimizer {
  if (weightDecay === 0) return adam();
  return adamW({ weightDecay, decays: (name) => !name.endsWith("bias") });
}

/** The random inputs of a step: for each example and unit a number in [0, 1) that decides whether it is dropped. */
export function drawDropout(settings: TrendSettings, random: Random, batchSize: number): Tensors {
  if (settings.dropout === 0) return {};
  const draw = (units: number) =>
    makeTensor("float32", [batchSize, units], random.fillUniform(new Float32Array(batchSize * units)));
  const dropout = draw(settings.units);
  return settings.headUnits === 0 ? { dropout } : { dropout, "dropout/hidden": draw(settings.headUnits) };
}

/** The learning rate: the plateau's, times a cosine down to `rateFloor` (Loshchilov and Hutter 2017). */
export function schedules(settings: TrendSettings, clock: Clock): Record<"learningRate", number> {
  const { learningRate, rateFloor } = settings;
  // Nothing is multiplied where nothing falls: a rate that was set is used to the last bit.
  if (rateFloor === 1) return { learningRate: learningRate * clock.plateau };
  const cosine = 0.5 * (1 + Math.cos((Math.PI * clock.step) / clock.totalSteps));
  return { learningRate: learningRate * clock.plateau * (rateFloor + (1 - rateFloor) * cosine) };
}

/** The step: batch `increments` [batch, days], `start_weekday` [batch, 1], `label` [batch] (0 or 1, or the index of a class); schedule `learningRate`. */
export function trendStep(tf: TF, settings: TrendSettings): Step {
  const optimizer = optimizerOf(settings);
  return (state, { batch, random, schedules }) => {
    const truth = weight<Tensor1D>(batch, "label");
    const { loss, metrics, gradients } = valueAndGradients(tf, state.weights, (weights) => {
      const output = logits(
        tf,
        settings,
        weights,
        weight<Tensor2D>(batch, "increments"),
        weight<Tensor2D>(batch, "start_weekday"),
        dropoutMasks(tf, settings, random),
      );
      return outputsOf(settings) === 1
        ? judgeTwoClasses(tf, output as Tensor1D, truth)
        : judgeClasses(tf, output as Tensor2D, truth);
    });
    const { applied, norm } = shorten(tf, settings, gradients);
    const rate = schedules.learningRate as Scalar;
    const updated = optimizer.update(tf, state.optimizer, state.weights, applied, rate);
    return {
      state: { weights: updated.weights, optimizer: updated.state },
      metrics: { loss, ...metrics, ...norm },
    };
  };
}

/** Kept units are scaled up, so that the mean stays what it will be without dropout. */
function dropoutMasks(tf: TF, { dropout, headUnits }: TrendSettings, random: TensorMap): HeadMasks | undefined {
  if (dropout === 0) return undefined;
  const mask = (name: string): Tensor2D => {
    const kept = tf.cast(tf.greaterEqual(weight(random, name), dropout), "float32");
    return tf.mul(kept, 1 / (1 - dropout)) as Tensor2D;
  };
  const state = mask("dropout");
  return headUnits === 0 ? { state } : { state, hidden: mask("dropout/hidden") };
}

function shorten(
  tf: TF,
  { gradientNorm }: TrendSettings,
  gradients: Record<string, Tensor>,
): { applied: Record<string, Tensor>; norm: Record<string, Tensor> } {
  if (gradientNorm === 0) return { applied: gradients, norm: {} };
  const { gradients: applied, norm } = clipByGlobalNorm(tf, gradients, gradientNorm);
  return { applied, norm: { gradientNorm: norm } };
}
