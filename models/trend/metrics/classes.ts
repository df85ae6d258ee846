/** Scores of answers with more than two classes, such as a trend with a "stable" band. */
import { at } from "kilnjs";

/** Rows by [true class][class said]. */
export type ConfusionTable = readonly (readonly number[])[];

/** Scores of a table; `f1` is one figure a class. */
export interface ClassScores {
  readonly accuracy: number;
  /** Mean share of right answers over the classes that occur. */
  readonly balancedAccuracy: number;
  /** The R_K coefficient (Gorodkin 2004), which is Matthews' for two classes; 0 where truth or answers are all alike. */
  readonly mcc: number;
  readonly f1: readonly number[];
  /** Plain mean of `f1`. */
  readonly macroF1: number;
}

/**
 * Counts rows by true class and class said.
 *
 * @param truth class indices from 0.
 * @param said the same.
 * @throws RangeError when an index is no class.
 */
export function confusionTable(truth: ArrayLike<number>, said: ArrayLike<number>, classes: number): number[][] {
  const table = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let row = 0; row < truth.length; row++) {
    const [actual, answer] = [at(truth, row), at(said, row)];
    const line = table[actual];
    if (line?.[answer] === undefined) throw new RangeError(`row ${row}: ${actual} or ${answer} is no class`);
    line[answer] += 1;
  }
  return table;
}

/** Scores of a table with one row at least. A class that neither occurs nor is said has an F1 of 0, as in scikit-learn. */
export function classScores(table: ConfusionTable): ClassScores {
  const classes = [...table.keys()];
  const at = (actual: number, said: number): number => table[actual]?.[said] ?? 0;
  const actual = classes.map((k) => sum(classes.map((j) => at(k, j))));
  const said = classes.map((k) => sum(classes.map((j) => at(j, k))));
  const right = classes.map((k) => at(k, k));
  const total = sum(actual);
  const recalls = classes.filter((k) => actual[k] !== 0).map((k) => (right[k] ?? 0) / (actual[k] ?? 1));
  const f1 = classes.map((k) => {
    const either = (actual[k] ?? 0) + (said[k] ?? 0);
    return either === 0 ? 0 : (2 * (right[k] ?? 0)) / either;
  });
  const covariance = (a: readonly number[], b: readonly number[]): number =>
    total ** 2 - sum(classes.map((k) => (a[k] ?? 0) * (b[k] ?? 0)));
  const spread = covariance(actual, actual) * covariance(said, said);
  const agreement = sum(right) * total - sum(classes.map((k) => (actual[k] ?? 0) * (said[k] ?? 0)));
  return {
    accuracy: sum(right) / total,
    balancedAccuracy: sum(recalls) / recalls.length,
    mcc: spread === 0 ? 0 : agreement / Math.sqrt(spread),
    f1,
    macroF1: sum(f1) / f1.length,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
