/** Contenders that do other work cannot be compared: their losses over the first steps tell. */
import { FailedError } from "../../../core/errors.js";
import type { ContenderSpec } from "../contenders/list.js";
import type { BenchModelName } from "../workloads/job.js";

/** Losses may differ by this much, relative to the larger of 1 and the loss: sums are done in another order. */
const TOLERANCE = 1e-3;

/** A contender with the losses of its first steps, where they can be compared. */
export interface Checked {
  readonly spec: ContenderSpec;
  readonly losses: readonly number[] | undefined;
}

/**
 * Compares all losses with the first contender's.
 *
 * @throws FailedError naming the contender, the step and both losses.
 */
export function checkSameWork(model: BenchModelName, entrants: readonly Checked[]): void {
  const [reference] = entrants;
  if (reference?.losses === undefined) return;
  for (const { spec, losses } of entrants) {
    if (!spec.exact.includes(model) || losses === undefined) continue;
    for (const [step, expected] of reference.losses.entries()) {
      const loss = losses[step] ?? Number.NaN;
      if (Math.abs(loss - expected) <= TOLERANCE * Math.max(1, Math.abs(expected))) continue;
      throw new FailedError(
        `${spec.label} does not do the same work: its loss at step ${step + 1} is ${loss}, ${reference.spec.label} has ${expected}`,
      );
    }
  }
}
