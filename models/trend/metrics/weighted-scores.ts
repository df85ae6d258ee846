/** The scores of weighted rows: what a bootstrap computes a thousand times. */
import { type Answers, accuracy, balancedAccuracy, type Confusion, f1, mcc, type Scores } from "../scores.js";
import { rankOrder, weightedAuc } from "./ranking.js";
import { requireSameLength } from "./same-length.js";

/** Scores that are cheap and sensible for weighted rows. */
export type WeightedScores = Pick<Scores, "accuracy" | "balancedAccuracy" | "mcc" | "f1" | "auc" | "brier" | "ece">;

/** Counts at one half, each row counted by its weight. */
export function weightedConfusion({ truth, probability }: Answers, weights: ArrayLike<number>): Confusion {
  requireSameLength(truth, probability, weights);
  const counts = { truePositive: 0, falsePositive: 0, trueNegative: 0, falseNegative: 0 };
  for (let row = 0; row < truth.length; row++) {
    const said = (probability[row] as number) > 0.5;
    const weight = weights[row] as number;
    if (truth[row] === 1) counts[said ? "truePositive" : "falseNegative"] += weight;
    else counts[said ? "falsePositive" : "trueNegative"] += weight;
  }
  return counts;
}

/**
 * All scores of weighted rows; with every weight 1 they are those of `scoresOf`.
 *
 * @param order `rankOrder(answers.probability)`, when it is at hand.
 */
export function weightedScores(
  answers: Answers,
  weights: ArrayLike<number>,
  order: Uint32Array = rankOrder(answers.probability),
): WeightedScores {
  const counts = weightedConfusion(answers, weights);
  return {
    accuracy: accuracy(counts),
    balancedAccuracy: balancedAccuracy(counts),
    mcc: mcc(counts),
    f1: f1(counts),
    auc: weightedAuc(answers, weights, order),
    brier: brier(answers, weights),
    ece: calibrationError(answers, weights),
  };
}

function brier({ truth, probability }: Answers, weights: ArrayLike<number>): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < truth.length; row++) {
    const weight = weights[row] as number;
    sum += weight * ((probability[row] as number) - (truth[row] as number)) ** 2;
    total += weight;
  }
  return sum / total;
}

function calibrationError({ truth, probability }: Answers, weights: ArrayLike<number>, bins = 10): number {
  const distance = new Float64Array(bins);
  let total = 0;
  for (let row = 0; row < truth.length; row++) {
    const p = probability[row] as number;
    const weight = weights[row] as number;
    const bin = Math.min(bins - 1, Math.floor(p * bins));
    distance[bin] = (distance[bin] as number) + weight * (p - (truth[row] as number));
    total += weight;
  }
  return distance.reduce((sum, value) => sum + Math.abs(value), 0) / total;
}
