/** How well probabilities put increases above decreases: the ROC curve and the area under it, rows weighted at will. */
import type { Answers } from "../scores.js";
import { requireSameLength } from "./same-length.js";

/** One corner of a ROC curve: answers above `threshold` count as "increase". */
export interface RocPoint {
  /** Share of the decreases that are called increases. */
  readonly falsePositiveRate: number;
  /** Share of the increases that are called so. */
  readonly truePositiveRate: number;
  /** Answers of this probability and above are called increases; infinite at the origin, where none is. */
  readonly threshold: number;
}

/** Rows from the lowest to the highest probability. Sorting is the dear part: a bootstrap sorts once and weighs often. */
export function rankOrder(probability: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: probability.length }, (_, row) => row);
  return order.sort((a, b) => (probability[a] as number) - (probability[b] as number));
}

/**
 * Area under the ROC curve of weighted rows: the chance that an increase, drawn by weight, is given more than a decrease
 * drawn so; ties count half.
 *
 * @param weights of each row, not negative; a row with weight 2 counts as if it were there twice.
 * @param order `rankOrder(answers.probability)`, when it is at hand.
 * @returns 0.5 when increases or decreases have no weight.
 */
export function weightedAuc(
  { truth, probability }: Answers,
  weights: ArrayLike<number>,
  order: Uint32Array = rankOrder(probability),
): number {
  requireSameLength(truth, probability, weights, order);
  let below = 0; // weight of the decreases passed so far
  let increases = 0;
  let won = 0;
  for (let start = 0; start < order.length; ) {
    const value = probability[order[start] as number];
    let [tiedUp, tiedDown] = [0, 0];
    let end = start;
    for (; end < order.length && probability[order[end] as number] === value; end++) {
      const row = order[end] as number;
      if (truth[row] === 1) tiedUp += weights[row] as number;
      else tiedDown += weights[row] as number;
    }
    won += tiedUp * (below + tiedDown / 2);
    increases += tiedUp;
    below += tiedDown;
    start = end;
  }
  return increases > 0 && below > 0 ? won / (increases * below) : 0.5;
}

/**
 * The ROC curve from (0, 0) to (1, 1), one point for each probability that occurs. Corners that lie on a straight line
 * between their neighbours are left out: they draw the same curve.
 *
 * @returns only the two ends when increases or decreases are absent.
 */
export function rocCurve({ truth, probability }: Answers): RocPoint[] {
  requireSameLength(truth, probability);
  const order = rankOrder(probability);
  let increases = 0;
  for (let row = 0; row < truth.length; row++) if (truth[row] === 1) increases += 1;
  const decreases = truth.length - increases;
  const ends: RocPoint[] = [
    { falsePositiveRate: 0, truePositiveRate: 0, threshold: Number.POSITIVE_INFINITY },
    { falsePositiveRate: 1, truePositiveRate: 1, threshold: 0 },
  ];
  if (increases === 0 || decreases === 0) return ends;

  const points = ends.slice(0, 1);
  let [up, down] = [0, 0];
  for (let start = order.length - 1; start >= 0; ) {
    const value = probability[order[start] as number] as number;
    let next = start;
    for (; next >= 0 && probability[order[next] as number] === value; next--) {
      if (truth[order[next] as number] === 1) up += 1;
      else down += 1;
    }
    const point = { falsePositiveRate: down / decreases, truePositiveRate: up / increases, threshold: value };
    if (isStraight(points.at(-2), points.at(-1), point)) points.pop();
    points.push(point);
    start = next;
  }
  return points;
}

function isStraight(a: RocPoint | undefined, b: RocPoint | undefined, c: RocPoint): boolean {
  if (a === undefined || b === undefined) return false;
  const turn =
    (b.falsePositiveRate - a.falsePositiveRate) * (c.truePositiveRate - a.truePositiveRate) -
    (b.truePositiveRate - a.truePositiveRate) * (c.falsePositiveRate - a.falsePositiveRate);
  return Math.abs(turn) < 1e-15;
}
