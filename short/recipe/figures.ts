/** The figures of an epoch: of labels accuracy, of numbers the mean absolute error in their unit, and those of the model's own. */
import { FailedError } from "../../core/errors.js";
import type { LossSpec } from "../../train/losses/loss-choice.js";
import type { AnyModelSpec } from "../define-model.js";
import type { Measured, Said } from "./measure.js";

/** Figures by name, each with the part before it: `validation.accuracy`; with several outputs `validation.accuracy.species`. */
export function figuresOf(
  spec: AnyModelSpec,
  losses: Readonly<Record<string, LossSpec>>,
  part: string,
  measured: Measured,
): Record<string, number> {
  const names = Object.keys(spec.outputs);
  const figures: Record<string, number> = {};
  let total = 0;
  for (const name of names) {
    const said = measured[name];
    if (said === undefined) throw new FailedError(`"${name}" was not measured`);
    const last = names.length === 1 ? "" : `.${name}`;
    total += (losses[name]?.weight ?? 1) * said.loss;
    if (said.labels !== undefined) figures[`${part}.accuracy${last}`] = accuracyOf(said);
    else figures[`${part}.error${last}`] = meanAbsoluteError(said);
  }
  for (const [name, metric] of Object.entries(spec.metrics ?? {})) figures[`${part}.${name}`] = metric(measured);
  return { [`${part}.loss`]: total, ...figures };
}

/** Share of the rows with a label whose most probable label is the true one; 0 for no rows. */
export function accuracyOf({ answer, truth, width }: Pick<Said, "answer" | "truth" | "width">): number {
  let [right, known] = [0, 0];
  for (let row = 0; row < truth.length; row++) {
    const label = truth[row] ?? -1;
    if (label < 0) continue;
    known += 1;
    if (mostProbable(answer, row, width) === label) right += 1;
  }
  return known === 0 ? 0 : right / known;
}

/** The index of the largest number in a row. */
export function mostProbable(answer: Float32Array, row: number, width: number): number {
  let best = 0;
  for (let i = 1; i < width; i++) {
    if ((answer[row * width + i] ?? 0) > (answer[row * width + best] ?? 0)) best = i;
  }
  return best;
}

/** In the output's unit; numbers that are missing (NaN) are left out. */
export function meanAbsoluteError({ answer, truth }: Pick<Said, "answer" | "truth">): number {
  let [total, known] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    const off = Math.abs((answer[i] ?? 0) - (truth[i] ?? Number.NaN));
    if (Number.isNaN(truth[i] ?? Number.NaN)) continue;
    total += off;
    known += 1;
  }
  return known === 0 ? 0 : total / known;
}
