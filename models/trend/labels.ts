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
  /** Names of the classes from falling to rising; those above the middle one are an increase. */
  readonly classes: readonly string[];
  /**
   * The truth for target day `t`, the first day after the window.
   *
   * @param increments cases a day; days t - lookback to t + horizon - 1 must exist.
   */
  increases(increments: ArrayLike<number>, t: number): boolean;
  /** What somebody without a model would say: the same question asked about the days that are known. */
  persists(increments: ArrayLike<number>, t: number): boolean;
  /** The class for target day `t`, an index into `classes`, where there are more than two. */
  readonly classAt?: (increments: ArrayLike<number>, t: number) => number;
  /** The class that somebody without a model would say. */
  readonly persistedClassAt?: (increments: ArrayLike<number>, t: number) => number;
}

const twoClasses = ["decrease", "increase"] as const;

/** Classes of `weekly5`. */
const fiveClasses = ["strong fall", "fall", "stable", "rise", "strong rise"] as const;

/** Ratios of one week to the week before it that part the classes of `weekly5`; each is the inverse of another. */
const WEEKLY_BANDS = { stable: 1.1, strong: 1.5 } as const;

/** The label rules by name. */
export const labelRules = {
  /** The report's own: it is true nearly always once an epidemic has arrived. */
  nextDayPositive: {
    horizon: 1,
    lookback: 1,
    meaning: "probability that the next day has more than zero new cases",
    classes: twoClasses,
    increases: (increments, t) => at(increments, t) > 0,
    persists: (increments, t) => at(increments, t - 1) > 0,
  },
  nextDayHigher: {
    horizon: 1,
    lookback: 2,
    meaning: "probability that the next day has more new cases than the last day of the window",
    classes: twoClasses,
    increases: (increments, t) => at(increments, t) > at(increments, t - 1),
    persists: (increments, t) => at(increments, t - 1) > at(increments, t - 2),
  },
  weekly: {
    horizon: 7,
    lookback: 14,
    meaning: "probability that the next 7 days together have more new cases than the last 7",
    classes: twoClasses,
    increases: (increments, t) => sum(increments, t, 7) > sum(increments, t - 7, 7),
    persists: (increments, t) => sum(increments, t - 7, 7) > sum(increments, t - 14, 7),
  },
  weekly5: {
    horizon: 7,
    lookback: 14,
    meaning: "probability that the next 7 days together have over 10 % more new cases than the last 7",
    classes: fiveClasses,
    increases: (increments, t) => weeklyClass(increments, t) > STABLE,
    persists: (increments, t) => weeklyClass(increments, t - 7) > STABLE,
    classAt: (increments, t) => weeklyClass(increments, t),
    persistedClassAt: (increments, t) => weeklyClass(increments, t - 7),
  },
} as const satisfies Record<string, LabelRule>;

/** `nextDayPositive`, `nextDayHigher`, `weekly` or `weekly5`. */
export type LabelName = keyof typeof labelRules;

/** The rule of a name, with everything that a rule may have. */
export function labelRule(name: LabelName): LabelRule {
  return labelRules[name];
}

/** The names, for a schema and for messages. */
export const labelNames = Object.keys(labelRules) as [LabelName, ...LabelName[]];

/** Index of "stable" in `fiveClasses`. */
const STABLE = 2;

/**
 * Which class of `weekly5` the week from day `t` is in, beside the week before it. Stable is a change of at most 10 %, and
 * any change that chance alone makes of so few cases: no more than one standard deviation of the difference of two Poisson
 * counts, sqrt(a + b). A week of net corrections counts as one of no cases.
 */
function weeklyClass(increments: ArrayLike<number>, t: number): number {
  const after = Math.max(0, sum(increments, t, 7));
  const before = Math.max(0, sum(increments, t - 7, 7));
  const { stable, strong } = WEEKLY_BANDS;
  const [more, less] = after >= before ? [after, before] : [before, after];
  if (more <= less * stable || more - less <= Math.sqrt(more + less)) return STABLE;
  const steps = more > less * strong ? 2 : 1;
  return after > before ? STABLE + steps : STABLE - steps;
}

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
