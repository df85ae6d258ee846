/** The loss on windows that were trained on: what the validation loss is held against. */
import { logLoss } from "../../evaluation/classes-part.js";
import { scoresOf } from "../../scores.js";
import { classProbabilities, increaseProbabilities } from "../probabilities.js";

/**
 * Mean cross-entropy in nats, after calibration, as it is measured on the other parts.
 *
 * @param values the head's numbers, row by row, `width` a row.
 * @param labels 0 or 1; of more than two classes, the index of one.
 */
export function lossOfRows(
  values: ArrayLike<number>,
  width: number,
  temperature: number,
  labels: ArrayLike<number>,
): number {
  const truth = Uint8Array.from(labels);
  return width === 1
    ? scoresOf({ truth, probability: increaseProbabilities(values, width, temperature) }).loss
    : logLoss(truth, classProbabilities(values, width, temperature), width);
}
