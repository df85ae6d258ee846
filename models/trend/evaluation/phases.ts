/** Skill by the phase that an epidemic is in: it is easy to be right while everything goes on as it went. */
import { labelRules } from "../labels.js";

/** The phases, from rising to falling. */
export const phaseNames = ["growth", "plateau", "decline"] as const;

/** `growth`, `plateau` or `decline`. */
export type Phase = (typeof phaseNames)[number];

/** Days before the target day that a phase is judged by. */
const PHASE_DAYS = 14;

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
