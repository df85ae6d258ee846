/** The scores that get intervals, of rows weighted by country: quick, since a bootstrap asks for them a thousand times. */
import { at } from "kilnjs";
import { rankOrder, weightedAuc } from "../metrics/ranking.js";
import { type Answers, accuracy, balancedAccuracy, type Confusion, confusion, mcc } from "../scores.js";

/** See the functions of the same names. */
export interface CountryScores {
  readonly auc: number;
  readonly mcc: number;
  readonly accuracy: number;
}

interface Group {
  /** Any of its rows: all have the same weight. */
  readonly row: number;
  readonly counts: Confusion;
}

/**
 * A function from weights of rows to scores. Counts are added up by country once, and answers of 0 and 1 alone need no
 * ranking: the area under their one corner is the balanced accuracy.
 *
 * @param country of each row; rows of one country must have one weight.
 */
export function countryScorer(
  answers: Answers,
  country: ArrayLike<number>,
): (weights: ArrayLike<number>) => CountryScores {
  const groups = groupsOf(answers, country);
  const isGraded = Array.from(answers.probability).some((value) => value !== 0 && value !== 1);
  const order = isGraded ? rankOrder(answers.probability) : undefined;
  return (weights) => {
    const counts = total(groups, weights);
    const auc = order === undefined ? cornerArea(counts) : weightedAuc(answers, weights, order);
    return { auc, mcc: mcc(counts), accuracy: accuracy(counts) };
  };
}

function cornerArea(counts: Confusion): number {
  const bothOccur = counts.truePositive + counts.falseNegative > 0 && counts.trueNegative + counts.falsePositive > 0;
  return bothOccur ? balancedAccuracy(counts) : 0.5;
}

function groupsOf({ truth, probability }: Answers, country: ArrayLike<number>): Group[] {
  const rows = new Map<number, number[]>();
  for (let row = 0; row < country.length; row++) {
    const known = rows.get(at(country, row));
    if (known === undefined) rows.set(at(country, row), [row]);
    else known.push(row);
  }
  return [...rows.values()].map((own) => ({
    row: at(own, 0),
    counts: confusion({
      truth: own.map((row) => at(truth, row)),
      probability: own.map((row) => at(probability, row)),
    }),
  }));
}

function total(groups: readonly Group[], weights: ArrayLike<number>): Confusion {
  const sum = { truePositive: 0, falsePositive: 0, trueNegative: 0, falseNegative: 0 };
  for (const { row, counts } of groups) {
    const weight = at(weights, row, "row");
    sum.truePositive += weight * counts.truePositive;
    sum.falsePositive += weight * counts.falsePositive;
    sum.trueNegative += weight * counts.trueNegative;
    sum.falseNegative += weight * counts.falseNegative;
  }
  return sum;
}
