/** Skill by the phase that an epidemic is in: it is easy to be right while everything goes on as it went. */
import { at } from "kilnjs";
import { labelRules } from "../labels.js";
import { confusion, scoresOf } from "../scores.js";
import type { TrendEvaluation } from "./schema.js";

/** The phases, from rising to falling. */
export const phaseNames = ["growth", "plateau", "decline"] as const;

/** `growth`, `plateau` or `decline`. */
export type Phase = (typeof phaseNames)[number];

/** Days before the target day that a phase is judged by. */
export const PHASE_DAYS = 14;

const { classes, persistedClassAt } = labelRules.weekly5;
const PLATEAU = classes.indexOf("stable");

/**
 * The phase at the end of a window, by the 14 days before the target day alone: the last seven of them beside the seven
 * before, by the bands of `weekly5`. Plateau is a change of at most 10 %, or one that chance alone makes of so few cases.
 *
 * @returns null where the table has fewer than 14 days before the target day.
 */
export function phaseAt(increments: ArrayLike<number>, target: number): Phase | null {
  if (target < PHASE_DAYS) return null;
  const change = persistedClassAt(increments, target) - PLATEAU;
  if (change === 0) return "plateau";
  return change > 0 ? "growth" : "decline";
}

/** Windows, and what was said of them. */
export interface PhaseRows {
  readonly truth: ArrayLike<number>;
  readonly phase: readonly (Phase | null)[];
  readonly model: ArrayLike<number>;
  readonly baselines: Readonly<Record<string, ArrayLike<number> | undefined>>;
}

/** Figures of each phase that occurs. */
export function measurePhases({ truth, phase, model, baselines }: PhaseRows): TrendEvaluation["test"]["phases"] {
  const found: TrendEvaluation["test"]["phases"] = {};
  for (const name of phaseNames) {
    const rows = phase.flatMap((one, row) => (one === name ? [row] : []));
    if (rows.length === 0) continue;
    const of = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => at(values, row));
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
