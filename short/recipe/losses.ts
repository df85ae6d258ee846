/** The losses of a model's outputs, with what the data say filled in. */
import type { Scalar, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { UsageError } from "../../core/errors.js";
import { nearest } from "../../core/nearest.js";
import type { TF } from "../../trace/tensorflow.js";
import { binary, crossEntropy } from "../../train/losses/classification.js";
import { type ClassWeights, type LossChoice, type LossSpec, lossSpec } from "../../train/losses/loss-choice.js";
import { differences } from "../../train/losses/regression.js";
import type { RowLosses } from "../../train/losses/row-losses.js";
import type { AnyModelSpec } from "../define-model.js";
import type { ShortFacts } from "../facts.js";
import type { AnyOutput } from "../specs.js";

/** The loss of each output. */
export function lossesOf(spec: AnyModelSpec, facts: ShortFacts): Readonly<Record<string, LossSpec>> {
  return Object.fromEntries(
    Object.entries(spec.outputs).map(([name, output]) => {
      const loss = lossSpec(chosen(spec, name) ?? (output.kind === "labels" ? "crossEntropy" : "meanSquared"));
      requireFit(spec, name, output, loss, facts);
      return [name, loss];
    }),
  );
}

function chosen({ loss, outputs }: AnyModelSpec, name: string): LossChoice | undefined {
  if (loss === undefined || typeof loss === "string") return loss;
  // An output may be called "kind": what has other keys than outputs is one loss for all.
  const byOutput = Object.keys(loss).every((key) => Object.hasOwn(outputs, key));
  if (!byOutput && "kind" in loss) return loss as LossSpec;
  return (loss as Readonly<Record<string, LossChoice>>)[name];
}

function requireFit(spec: AnyModelSpec, name: string, output: AnyOutput, loss: LossSpec, facts: ShortFacts): void {
  const ofLabels = loss.kind === "crossEntropy" || loss.kind === "binary";
  const wrong = (what: string, next: string) => new UsageError(`${spec.name}: the loss of "${name}" ${what}`, { next });
  if (ofLabels !== (output.kind === "labels")) {
    throw wrong(
      `is ${loss.kind}, and "${name}" holds ${output.kind === "labels" ? "labels" : "numbers"}`,
      output.kind === "labels" ? "Take crossEntropy or binary." : "Take meanSquared, meanAbsolute or huber.",
    );
  }
  const names = facts.names[name] ?? [];
  if (loss.kind === "binary" && names.length !== 2) {
    throw wrong(`is binary, and there are ${names.length} labels`, "Take crossEntropy.");
  }
  if (loss.kind === "huber" && !((loss.delta ?? 1) > 0))
    throw wrong(`has a delta of ${loss.delta}`, "Give a positive one.");
  if (loss.kind === "crossEntropy" && !((loss.smoothing ?? 0) >= 0 && (loss.smoothing ?? 0) < 1)) {
    throw wrong(`has a smoothing of ${loss.smoothing}`, "Give one from 0 to below 1.");
  }
  if ((loss.kind === "crossEntropy" || loss.kind === "binary") && typeof loss.classWeights === "object") {
    const unknown = Object.keys(loss.classWeights).find((label) => !names.includes(label));
    if (unknown !== undefined) {
      const guess = nearest(unknown, names);
      throw wrong(
        `weighs the label "${unknown}", which there is none of`,
        `${guess === undefined ? "" : `Did you mean ${guess}? `}The labels are ${names.join(", ")}.`,
      );
    }
  }
}

/** The loss of a row in an output; numbers in standard deviations of the output. */
export type RowLoss = (tf: TF, answer: Tensor2D, truth: Tensor) => RowLosses;

/** How each output is judged. */
export function rowLosses(
  losses: Readonly<Record<string, LossSpec>>,
  facts: ShortFacts,
): Readonly<Record<string, RowLoss>> {
  return Object.fromEntries(
    Object.entries(losses).map(([name, loss]): [string, RowLoss] => [name, rowLoss(name, loss, facts)]),
  );
}

function rowLoss(name: string, loss: LossSpec, facts: ShortFacts): RowLoss {
  switch (loss.kind) {
    case "crossEntropy": {
      const weights = classWeights(name, loss.classWeights, facts);
      return (tf, answer, truth) => crossEntropy(tf, answer, truth as Tensor1D, weights, loss.smoothing ?? 0);
    }
    case "binary": {
      const weights = classWeights(name, loss.classWeights, facts);
      return (tf, answer, truth) => binary(tf, answer, truth as Tensor1D, weights);
    }
    case "huber":
      return (tf, answer, truth) =>
        differences(tf, { huber: loss.delta ?? 1 }, answer, inDeviations(tf, name, truth, facts));
    case "meanSquared":
    case "meanAbsolute":
      return (tf, answer, truth) => differences(tf, loss.kind, answer, inDeviations(tf, name, truth, facts));
  }
}

/** One weight a class, 1 on average over the training rows. */
function classWeights(name: string, weights: ClassWeights | undefined, facts: ShortFacts): number[] {
  const names = facts.names[name] ?? [];
  if (weights === undefined) return names.map(() => 1);
  if (weights !== "balanced") return names.map((label) => weights[label] ?? 1);
  const counts = facts.classCounts[name] ?? [];
  const total = counts.reduce((sum, count) => sum + count, 0);
  const present = counts.filter((count) => count > 0).length;
  return names.map((_, i) => {
    const count = counts[i] ?? 0;
    return count === 0 ? 1 : total / (present * count);
  });
}

/** Mean and deviation of each number of an output; a constant one has the deviation 1. */
export function scaleOf(name: string, facts: ShortFacts): { means: number[]; deviations: number[] } {
  const statistics = facts.statistics[name] ?? [];
  return {
    means: statistics.map(({ mean }) => mean),
    deviations: statistics.map(({ mean, deviation }) => (deviation > 1.2e-7 * Math.abs(mean) ? deviation : 1)),
  };
}

function inDeviations(tf: TF, name: string, truth: Tensor, facts: ShortFacts): Tensor2D {
  const { means, deviations } = scaleOf(name, facts);
  const flat = tf.reshape(truth, [-1, means.length]);
  const factors = deviations.map((deviation) => 1 / deviation);
  return tf.mul(tf.sub(flat, tf.tensor1d(means)), tf.tensor1d(factors)) as Tensor2D;
}

/** The losses of all outputs together: each output's mean, times its weight. */
export function totalLoss(
  tf: TF,
  losses: Readonly<Record<string, LossSpec>>,
  means: Readonly<Record<string, Scalar>>,
): Scalar {
  const parts = Object.entries(means).map(([name, mean]) => {
    const weight = losses[name]?.weight ?? 1;
    return weight === 1 ? mean : tf.mul(mean, weight);
  });
  return parts.reduce((sum, part) => tf.add(sum, part)) as Scalar;
}
