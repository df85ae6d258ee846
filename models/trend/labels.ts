/**
 * What "increase" means. The report asked whether the next day brings any new case at all; the others ask questions whose
 * answer is not known beforehand.
 */

/** One meaning of "increase", as a rule on a series of daily increments. */
export interface LabelRule {
  /** Days after the window that the label looks at. */
  readonly horizon: number;
  /** Days before the target day that the label looks at. */
  readonly lookback: number;
  /** The question that the probability answers, to be shown beside it. */
  readonly meaning: string;
  /**
   * The truth for target day `t`, the first day after the window.
   *
   * @param increments cases a day; days t - lookback to t + horizon - 1 must exist.
   */
  increases(increments: ArrayLike<number>, t: number): boolean;
  /** What somebody without a model would say: the same question asked about the days that are known. */
  persists(increments: ArrayLike<number>, t: number): boolean;
}

/** The label rules by name. */
export const labelRules = {
  /** The report's own: it is true nearly always once an epidemic has arrived. */
  nextDayPositive: {
    horizon: 1,
    lookback: 1,
    meaning: "probability that the next day has more than zero new cases",
    increases: (increments, t) => at(increments, t) > 0,
    persists: (increments, t) => at(increments, t - 1) > 0,
  },
  nextDayHigher: {
    horizon: 1,
    lookback: 2,
    meaning: "probability that the next day has more new cases than the last day of the window",
    increases: (increments, t) => at(increments, t) > at(increments, t - 1),
    persists: (increments, t) => at(increments, t - 1) > at(increments, t - 2),
  },
  weekly: {
    horizon: 7,
    lookback: 14,
    meaning: "probability that the next 7 days together have more new cases than the last 7",
    increases: (increments, t) => sum(increments, t, 7) > sum(increments, t - 7, 7),
    persists: (increments, t) => sum(increments, t - 7, 7) > sum(increments, t - 14, 7),
  },
} as const satisfies Record<string, LabelRule>;

/** `nextDayPositive`, `nextDayHigher` or `weekly`. */
export type LabelName = keyof typeof labelRules;

/** The names, for a schema and for messages. */
export const labelNames = Object.keys(labelRules) as [LabelName, ...LabelName[]];

function at(increments: ArrayLike<number>, day: number): number {
  const value = increments[day];
  if (value === undefined) throw new RangeError(`day ${day} of ${increments.length} does not exist`);
  return value;
}

function sum(increments: ArrayLike<number>, from: number, days: number): number {
  let total = 0;
  for (let day = from; day < from + days; day++) total += at(increments, day);
  return total;
}
