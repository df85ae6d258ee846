/** The training step of a short-form model, pure: forward, gradients, optimizer, running statistics, average. */
import type { Scalar, Tensor } from "@tensorflow/tfjs-node";
import { scope } from "../../trace/scope.js";
import type { TF } from "../../trace/tensorflow.js";
import type { Augmentation } from "../../train/data/dataset.js";
import type { LossSpec } from "../../train/losses/loss-choice.js";
import { meanOf } from "../../train/losses/row-losses.js";
import { clipByGlobalNorm } from "../../train/optimizers/clip.js";
import { valueAndGradients } from "../../train/optimizers/gradients.js";
import { optimizerNamed } from "../../train/optimizers/named.js";
import { tensorNamed } from "../../train/optimizers/optimizer.js";
import type { Clock, Step, TensorMap } from "../../train/recipe.js";
import { rateFactor } from "../../train/schedules/learning-rate.js";
import { type RowLoss, totalLoss } from "./losses.js";
import { decayOf, type Settings } from "./settings.js";
import { asAverages, parted, type TrainableNetwork } from "./trainable.js";

/** What a step is made of. */
export interface StepParts {
  readonly network: TrainableNetwork;
  readonly losses: Readonly<Record<string, LossSpec>>;
  readonly judges: Readonly<Record<string, RowLoss>>;
  readonly augmentation: Augmentation | undefined;
}

/** Running statistics are carried out of the gradients under this prefix, beside the figures. */
const RUNNING = "running/";

/** Schedules of a step: `learningRate`, and `averageDecay` where an average is kept. */
export function shortSchedules(settings: Settings, clock: Clock): Record<string, number> {
  const learningRate = settings.learningRate * rateFactor(settings, clock);
  if (settings.averageDecay === 0) return { learningRate };
  // An average that begins at the first weights follows fast at first (Adam's correction in another form).
  return { learningRate, averageDecay: Math.min(settings.averageDecay, (1 + clock.step) / (10 + clock.step)) };
}

/** The step. */
export function shortStep(tf: TF, settings: Settings, parts: StepParts): Step {
  const { network, losses, judges, augmentation } = parts;
  const optimizer = optimizerNamed(settings.optimizer);
  const decay = decayOf(settings);
  return (state, { batch, random, schedules }) => {
    const { trainable, running, averages } = parted(network, state.weights);
    const seen = augmentation === undefined ? batch : scope("augment", () => augmentation.apply(tf, batch, random));
    const { loss, metrics, gradients } = valueAndGradients(tf, trainable, (weights) => {
      const { outputs, state: next } = network.forward(tf, { ...running, ...weights }, seen, random);
      const means = scope("loss", () => lossMeans(tf, judges, outputs, seen));
      return { loss: totalLoss(tf, losses, means), metrics: { ...figures(means), ...prefixed(next) } };
    });
    const { applied, norm } = shortened(tf, settings, gradients);
    const rate = tensorNamed(schedules, "learningRate") as Scalar;
    const updated = scope("optimizer", () => optimizer.update(tf, state.optimizer, trainable, applied, rate));
    const weights =
      decay === 0 ? updated.weights : decayed(tf, network, trainable, updated.weights, tf.mul(rate, decay));
    const [figuresOfStep, statistics] = unprefixed(metrics);
    return {
      // In the order of the names that came in: a recorded step is told by names and order.
      state: {
        weights: inOrderOf(state.weights, {
          ...running,
          ...statistics,
          ...weights,
          ...asAverages(averaged(tf, averages, weights, schedules.averageDecay)),
        }),
        optimizer: updated.state,
      },
      metrics: { loss, ...figuresOfStep, ...norm },
    };
  };
}

/** The loss of each output. */
export function lossMeans(
  tf: TF,
  judges: Readonly<Record<string, RowLoss>>,
  outputs: TensorMap,
  batch: TensorMap,
): Record<string, Scalar> {
  return Object.fromEntries(
    Object.entries(judges).map(([name, judge]) => [
      name,
      meanOf(tf, judge(tf, tensorNamed(outputs, name) as never, tensorNamed(batch, name))),
    ]),
  );
}

/** With one output its loss is the loss, and need not be told twice. */
function figures(means: Readonly<Record<string, Scalar>>): Record<string, Tensor> {
  const entries = Object.entries(means);
  return entries.length < 2 ? {} : Object.fromEntries(entries.map(([name, mean]) => [`loss.${name}`, mean]));
}

function prefixed(next: TensorMap): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(next).map(([name, tensor]) => [`${RUNNING}${name}`, tensor]));
}

function unprefixed(metrics: TensorMap): [Record<string, Tensor>, Record<string, Tensor>] {
  const [told, statistics]: [Record<string, Tensor>, Record<string, Tensor>] = [{}, {}];
  for (const [name, tensor] of Object.entries(metrics)) {
    if (name.startsWith(RUNNING)) statistics[name.slice(RUNNING.length)] = tensor;
    else told[name] = tensor;
  }
  return [told, statistics];
}

function shortened(tf: TF, { clipNorm }: Settings, gradients: Record<string, Tensor>) {
  if (clipNorm === 0) return { applied: gradients, norm: {} };
  const { gradients: applied, norm } = clipByGlobalNorm(tf, gradients, clipNorm);
  return { applied, norm: { gradientNorm: norm } };
}

/** Decoupled weight decay (Loshchilov and Hutter 2019): it is the same beside every optimizer. */
function decayed(
  tf: TF,
  network: TrainableNetwork,
  before: TensorMap,
  after: TensorMap,
  share: Tensor,
): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(after).map(([name, weight]) => [
      name,
      network.weights.get(name)?.decays === true ? tf.sub(weight, tf.mul(tensorNamed(before, name), share)) : weight,
    ]),
  );
}

function averaged(tf: TF, averages: TensorMap, weights: TensorMap, decay: Tensor | undefined): Record<string, Tensor> {
  if (decay === undefined) return {};
  return Object.fromEntries(
    Object.entries(averages).map(([name, average]) => {
      const weight = tensorNamed(weights, name);
      return [name, tf.add(weight, tf.mul(decay, tf.sub(average, weight)))];
    }),
  );
}

function inOrderOf(order: TensorMap, tensors: TensorMap): Record<string, Tensor> {
  return Object.fromEntries(Object.keys(order).map((name) => [name, tensorNamed(tensors, name)]));
}
