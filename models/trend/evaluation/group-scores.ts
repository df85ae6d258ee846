/** Skill within groups of windows: a figure over all of them hides where it comes from. */
import { at } from "kilnjs";
import { confusion, scoresOf } from "../scores.js";
import type { GroupScores } from "./schema.js";

/** Windows, and what was said of them. */
export interface GroupRows {
  readonly truth: ArrayLike<number>;
  readonly model: ArrayLike<number>;
  readonly baselines: Readonly<Record<string, ArrayLike<number> | undefined>>;
}

/**
 * Figures of each group that occurs, in the order of `names`.
 *
 * @param groups the group of each window; null for those that belong to none.
 */
export function measureGroups<Name extends string>(
  names: readonly Name[],
  groups: readonly (Name | null)[],
  { truth, model, baselines }: GroupRows,
): Partial<Record<Name, GroupScores>> {
  const found: Partial<Record<Name, GroupScores>> = {};
  for (const name of names) {
    const rows = groups.flatMap((one, row) => (one === name ? [row] : []));
    if (rows.length === 0) continue;
    const of = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => at(values, row, "window"));
    const answers = { truth: of(truth), probability: of(model) };
    const { accuracy, balancedAccuracy, mcc, auc } = scoresOf(answers);
    const others = Object.entries(baselines).flatMap(([other, values]) =>
      values === undefined ? [] : [[other, scoresOf({ truth: answers.truth, probability: of(values) }).mcc]],
    );
    const { truePositive, falseNegative } = confusion(answers);
    found[name] = {
      windows: rows.length,
      baseRate: (truePositive + falseNegative) / rows.length,
      accuracy,
      balancedAccuracy,
      mcc,
      auc,
      baselineMcc: Object.fromEntries(others),
    };
  }
  return found;
}
