/** The learnt baselines as contenders: what they learn from, and what they answer. */

import type { FeatureMatrix } from "kilnjs/train";
import { type BoostingOptions, fitGradientBoosting, fitLogistic } from "kilnjs/train";
import { windowFeatures } from "../baselines/window-features.js";

/** Windows with their answers, as every contender gets them. */
export interface LearnerRows {
  readonly count: number;
  readonly window: number;
  /** [count, window], oldest day first. */
  readonly increments: Float32Array;
  /** Of the oldest day, 0 = Monday. */
  readonly weekdays: Int32Array;
  /** 1 for each window that increases. */
  readonly truth: Uint8Array;
}

/**
 * Trains boosted trees and answers rows with probabilities.
 *
 * @throws RangeError when the rows hold only one class; InterruptedError when the signal is aborted.
 */
export async function trainTrees(
  rows: LearnerRows,
  asked: readonly LearnerRows[],
  { weekdays, ...options }: BoostingOptions & { readonly weekdays: boolean },
): Promise<Float64Array[]> {
  const model = await fitGradientBoosting(featuresOf(rows, weekdays), rows.truth, options);
  return asked.map((part) => model.predict(featuresOf(part, weekdays)));
}

/** Fits logistic regression, which has no seed, and answers rows with probabilities. */
export function trainLogistic(rows: LearnerRows, asked: readonly LearnerRows[], weekdays: boolean): Float64Array[] {
  const model = fitLogistic(featuresOf(rows, weekdays), rows.truth);
  return asked.map((part) => model.predict(featuresOf(part, weekdays)));
}

function featuresOf({ increments, window, weekdays }: LearnerRows, withWeekdays: boolean): FeatureMatrix {
  return windowFeatures(increments, window, withWeekdays ? weekdays : undefined);
}
