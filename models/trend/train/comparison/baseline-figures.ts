/** The figures of the baselines that have probabilities of their own, by flat names, for a run's metrics. */
import type { Part } from "../../evaluation/part.js";
import type { baselineNames } from "../../evaluation/schema.js";

/** Baselines beyond `majority` and `persistence`, whose figures have older names. */
export const strongerBaselines = [
  "sameWeekday",
  "logistic",
  "trees",
] as const satisfies (typeof baselineNames)[number][];

/** `test.trees.auc`, `test.trees.mcc` and so on, for each of them that is there. */
export function baselineFigures(part: "validation" | "test", { baselines }: Pick<Part, "baselines">) {
  const figures: Record<string, number> = {};
  for (const name of strongerBaselines) {
    const scores = baselines[name]?.scores;
    if (scores === undefined) continue;
    figures[`${part}.${name}.mcc`] = scores.mcc;
    if (scores.auc !== undefined) figures[`${part}.${name}.auc`] = scores.auc;
  }
  return figures;
}
