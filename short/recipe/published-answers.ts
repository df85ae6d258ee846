/** Answers in the form that a graph publishes them, of what was measured with the network's own weights. */
import type { Tensor2D } from "@tensorflow/tfjs-node";
import { FailedError } from "../../core/errors.js";
import type { Tensor, Tensors } from "../../core/tensor.js";
import type { TF } from "../../trace/tensorflow.js";
import type { Dataset } from "../../train/data/dataset.js";
import type { PartName } from "../../train/data/splits/split-options.js";
import { tensorNamed } from "../../train/optimizers/optimizer.js";
import type { Forward } from "../../train/recipe.js";
import type { PartAnswers } from "../evaluation/evaluate.js";
import { calibrated, fitTemperature } from "../evaluation/temperature.js";
import type { Answered } from "../metrics.js";
import { type Answering, answerOf } from "./answers.js";
import type { Measured } from "./measure.js";
import { answeringWeights, type TrainableNetwork } from "./trainable.js";

/** What log odds of each output of labels are divided by. */
export type Temperatures = Readonly<Record<string, number>>;

/** Fits a temperature for each output of labels, on rows that were not trained on. */
export function temperaturesOf(validation: Measured): Temperatures {
  return Object.fromEntries(
    Object.entries(validation).flatMap(([name, { said, truth, rows, labels }]) =>
      labels === undefined || rows === 0 ? [] : [[name, fitTemperature(said, truth, said.length / rows)] as const],
    ),
  );
}

/** Measured answers as they are published. */
export function publishedAnswers(measured: Measured, temperatures: Temperatures): PartAnswers {
  return Object.fromEntries(
    Object.entries(measured).map(([name, { answer, said, truth, rows, labels }]): [string, Answered] => {
      if (labels === undefined || rows === 0)
        return [name, { answer, truth, rows, ...(labels === undefined ? {} : { labels }) }];
      const cooled = calibrated(said, rows, said.length / rows, temperatures[name] ?? 1);
      return [name, { answer: cooled, truth, rows, labels }];
    }),
  );
}

/** The graph's answers, as a function that can be recorded: one for a set of temperatures. */
export function askingForward(
  tf: TF,
  network: TrainableNetwork,
  answering: readonly Answering[],
  temperatures: Temperatures,
): Forward {
  return (weights, inputs) => {
    const { outputs } = network.forward(tf, answeringWeights(network, weights), inputs);
    return Object.fromEntries(
      answering.map((one) => [
        one.name,
        answerOf(tf, one, tensorNamed(outputs, one.name) as Tensor2D, temperatures[one.name] ?? 1),
      ]),
    );
  };
}

/** Rows in one call of a published graph. */
const ROWS = 512;

/** What a published graph answers to the rows of a part. */
export async function askPart(
  dataset: Dataset,
  part: PartName,
  inputs: readonly string[],
  answering: readonly Answering[],
  ask: (inputs: Tensors) => Promise<Tensors>,
): Promise<PartAnswers> {
  const { rows } = dataset.parts[part];
  const answers = new Map<string, Float32Array[]>();
  const truths = new Map<string, Tensor[]>();
  for (let from = 0; from < rows; from += ROWS) {
    const count = Math.min(ROWS, rows - from);
    const batch = await dataset.read(
      part,
      Uint32Array.from({ length: count }, (_, i) => from + i),
    );
    const given = Object.fromEntries(Object.entries(batch).filter(([name]) => inputs.includes(name)));
    const results = await ask(given);
    for (const { name } of answering) {
      const [answer, truth] = [results[name], batch[name]];
      if (answer === undefined || truth === undefined) throw new FailedError(`there is no "${name}"`);
      answers.set(name, [...(answers.get(name) ?? []), answer.data as Float32Array]);
      truths.set(name, [...(truths.get(name) ?? []), truth]);
    }
  }
  return Object.fromEntries(
    answering.map(({ name, output, facts }): [string, Answered] => {
      const answer = joined(answers.get(name) ?? []);
      const truth = joined((truths.get(name) ?? []).map(({ data }) => Float32Array.from(data)));
      const labels = output.kind === "labels" ? facts.names[name] : undefined;
      return [name, { answer, truth, rows, ...(labels === undefined ? {} : { labels }) }];
    }),
  );
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Float32Array(length);
  let from = 0;
  for (const part of parts) {
    whole.set(part, from);
    from += part.length;
  }
  return whole;
}
