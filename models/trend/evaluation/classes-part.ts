/** Answers of more than two classes on one part of the days: was it the very class? */
import { at } from "kilnjs";
import { classScores, confusionTable } from "../metrics/classes.js";
import { calibrationError } from "../scores.js";
import type { ClassAnswers, ClassesPart } from "./schema.js";

/** Windows of a part, and what was said of them. */
export interface ClassRows {
  /** From falling to rising. */
  readonly names: readonly string[];
  /** Index of each window's class. */
  readonly truth: ArrayLike<number>;
  /** Probabilities by the model, [windows, classes] row by row, after and before calibration. */
  readonly model: Float64Array;
  readonly uncalibrated: Float64Array;
  /** Index of the class that persistence says. */
  readonly persistence: ArrayLike<number>;
}

/** Scores of the model, of always saying the commonest class of these days, and of persistence. */
export function measureClasses({ names, truth, model, uncalibrated, persistence }: ClassRows): ClassesPart {
  const width = names.length;
  const counts = names.map((_, k) => Array.from(truth).filter((value) => value === k).length);
  const commonest = counts.indexOf(Math.max(...counts));
  const said = likeliest(model, width);
  return {
    names: [...names],
    baseRate: counts.map((count) => count / truth.length),
    model: {
      ...answers(truth, said, width),
      loss: logLoss(truth, model, width),
      ece: topCalibrationError(truth, model, width),
      eceUncalibrated: topCalibrationError(truth, uncalibrated, width),
    },
    baselines: {
      majority: answers(truth, new Uint8Array(truth.length).fill(commonest), width),
      persistence: answers(truth, persistence, width),
    },
  };
}

function answers(truth: ArrayLike<number>, said: ArrayLike<number>, width: number): ClassAnswers {
  const confusion = confusionTable(truth, said, width);
  const { accuracy, balancedAccuracy, mcc, macroF1 } = classScores(confusion);
  return { accuracy, balancedAccuracy, mcc, macroF1, confusion };
}

/** Index of the largest number of each row. */
function likeliest(probabilities: Float64Array, width: number): Uint8Array {
  return Uint8Array.from({ length: probabilities.length / width }, (_, row) => {
    const values = probabilities.subarray(row * width, (row + 1) * width);
    return values.indexOf(Math.max(...values));
  });
}

/** Mean cross-entropy in nats of classes, `probabilities` [rows, width] row by row; `truth` holds the index of a class. */
export function logLoss(truth: ArrayLike<number>, probabilities: Float64Array, width: number): number {
  let sum = 0;
  // As for two classes, one answer of 0 that is wrong must not make the mean infinite.
  for (let row = 0; row < truth.length; row++) {
    sum -= Math.log(Math.max(at(probabilities, row * width + at(truth, row)), 1e-7));
  }
  return sum / truth.length;
}

/** The calibration error of "the likeliest class is right", said with that class's probability. */
function topCalibrationError(truth: ArrayLike<number>, probabilities: Float64Array, width: number): number {
  const said = likeliest(probabilities, width);
  return calibrationError({
    truth: Uint8Array.from(said, (k, row) => (k === truth[row] ? 1 : 0)),
    probability: Float64Array.from(said, (k, row) => at(probabilities, row * width + k)),
  });
}
