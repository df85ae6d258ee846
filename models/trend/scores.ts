/** Scores of probabilities against what happened. Pure, so that every stage that evaluates computes the same. */
import { at } from "kilnjs";
import { requireSameLength } from "./metrics/same-length.js";

/** What happened (1 = increase) and what was said. */
export interface Answers {
  readonly truth: ArrayLike<number>;
  readonly probability: ArrayLike<number>;
}

/** Counts at the threshold of one half. */
export interface Confusion {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
  readonly falseNegative: number;
}

/** See the functions of the same names. */
export interface Scores {
  readonly accuracy: number;
  readonly balancedAccuracy: number;
  readonly mcc: number;
  readonly f1: number;
  readonly auc: number;
  readonly brier: number;
  readonly loss: number;
  readonly ece: number;
}

/** All scores at once; one example at least. */
export function scoresOf(answers: Answers): Scores {
  const counts = confusion(answers);
  return {
    accuracy: accuracy(counts),
    balancedAccuracy: balancedAccuracy(counts),
    mcc: mcc(counts),
    f1: f1(counts),
    auc: auc(answers),
    brier: mean(answers, (p, y) => (p - y) ** 2),
    loss: mean(answers, logLoss),
    ece: calibrationError(answers),
  };
}

/** Counts of right and wrong answers; a probability above one half says "increase". */
export function confusion({ truth, probability }: Answers): Confusion {
  const counts = { truePositive: 0, falsePositive: 0, trueNegative: 0, falseNegative: 0 };
  for (let i = 0; i < truth.length; i++) {
    const said = at(probability, i) > 0.5;
    if (truth[i] === 1) counts[said ? "truePositive" : "falseNegative"] += 1;
    else counts[said ? "falsePositive" : "trueNegative"] += 1;
  }
  return counts;
}

/** Share of right answers. */
export function accuracy({ truePositive, falsePositive, trueNegative, falseNegative }: Confusion): number {
  return (truePositive + trueNegative) / (truePositive + falsePositive + trueNegative + falseNegative);
}

/** Mean of the shares of right answers among the increases and among the decreases; that of the one where one is absent. */
export function balancedAccuracy({ truePositive, falsePositive, trueNegative, falseNegative }: Confusion): number {
  const increases = truePositive + falseNegative;
  const decreases = trueNegative + falsePositive;
  if (increases === 0) return trueNegative / decreases;
  if (decreases === 0) return truePositive / increases;
  return (truePositive / increases + trueNegative / decreases) / 2;
}

/**
 * Matthews' correlation coefficient: 1 all right, 0 no better than guessing, -1 all wrong; 0 where truth or answers are
 * all alike, as scikit-learn has it.
 */
export function mcc({ truePositive, falsePositive, trueNegative, falseNegative }: Confusion): number {
  const product =
    (truePositive + falsePositive) *
    (truePositive + falseNegative) *
    (trueNegative + falsePositive) *
    (trueNegative + falseNegative);
  if (product === 0) return 0;
  return (truePositive * trueNegative - falsePositive * falseNegative) / Math.sqrt(product);
}

/** F1 of "increase": the harmonic mean of precision and recall; 0 when none occurs and none is said, as in scikit-learn. */
export function f1({ truePositive, falsePositive, falseNegative }: Confusion): number {
  const either = 2 * truePositive + falsePositive + falseNegative;
  return either === 0 ? 0 : (2 * truePositive) / either;
}

/** Area under the ROC curve: how often an increase is given more than a decrease; ties count half. 0.5 if one is absent. */
export function auc({ truth, probability }: Answers): number {
  requireSameLength(truth, probability);
  const order = Uint32Array.from({ length: truth.length }, (_, i) => i);
  order.sort((a, b) => (probability[a] as number) - (probability[b] as number));
  let increases = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && probability[order[end] as number] === probability[order[start] as number]) end += 1;
    const rank = (start + 1 + end) / 2; // mean of the ranks start+1 .. end, which are tied
    for (let k = start; k < end; k++) {
      if (truth[order[k] as number] !== 1) continue;
      increases += 1;
      rankSum += rank;
    }
    start = end;
  }
  const decreases = truth.length - increases;
  if (increases === 0 || decreases === 0) return 0.5;
  return (rankSum - (increases * (increases + 1)) / 2) / (increases * decreases);
}

/** Expected calibration error over ten bins of equal width (Naeini et al. 2015). */
export function calibrationError({ truth, probability }: Answers, bins = 10): number {
  const sums = Array.from({ length: bins }, () => ({ count: 0, said: 0, happened: 0 }));
  for (let i = 0; i < truth.length; i++) {
    const p = at(probability, i);
    const bin = sums[Math.min(bins - 1, Math.floor(p * bins))];
    if (bin === undefined) continue;
    bin.count += 1;
    bin.said += p;
    bin.happened += at(truth, i);
  }
  return sums.reduce((total, { said, happened }) => total + Math.abs(said - happened), 0) / truth.length;
}

function logLoss(p: number, y: number): number {
  const said = y === 1 ? p : 1 - p;
  // A float32 sigmoid reaches 0 and 1 exactly; one such answer, wrong, must not make the mean infinite.
  return -Math.log(Math.max(said, 1e-7));
}

function mean({ truth, probability }: Answers, value: (p: number, y: number) => number): number {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += value(at(probability, i), at(truth, i));
  return sum / truth.length;
}
