/** How rows are divided into training, validation and test. */
import { UsageError } from "../../../core/errors.js";

/** The parts of a dataset: what is learnt from, what chooses (weights, a temperature), what judges in the end. */
export const partNames = ["training", "validation", "test"] as const;

/** One of `partNames`. */
export type PartName = (typeof partNames)[number];

/**
 * How to divide.
 * - `random`: row by row, by the seed; where there are labels, each class in the same shares.
 * - `group`: whole groups (a patient, a machine), by the seed: no group is in two parts.
 * - `time`: the latest rows are the test part, those before them the validation part.
 */
export interface SplitOptions {
  readonly by: "random" | "group" | "time";
  /** The column that names the group, or the time. `by: "random"` needs none. */
  readonly column?: string;
  /**
   * Of `time`: how much before each border is left out, so that no part overlaps the next one; in days where the column
   * holds dates, in its own unit where it holds numbers, in rows for windows of a series.
   */
  readonly gap?: number;
  /** Share of the validation part; 0.15 when left out. */
  readonly validation?: number;
  /** Share of the test part; 0.15 when left out. */
  readonly test?: number;
  /** Of `random`: whether each class keeps its share in every part; true when left out. */
  readonly stratified?: boolean;
}

/** Shares with their defaults. */
export interface Shares {
  readonly validation: number;
  readonly test: number;
}

/**
 * The shares of a split.
 *
 * @throws UsageError when they are none, or leave nothing to learn from.
 */
export function sharesOf({ validation = 0.15, test = 0.15 }: Pick<SplitOptions, "validation" | "test">): Shares {
  for (const [name, share] of Object.entries({ validation, test })) {
    if (!(share > 0 && share < 1)) {
      throw new UsageError(`the share of the ${name} part is above 0 and below 1, not ${share}`, {
        where: { field: "split" },
      });
    }
  }
  if (validation + test < 1) return { validation, test };
  throw new UsageError(`validation (${validation}) and test (${test}) leave nothing to learn from`, {
    where: { field: "split" },
  });
}
