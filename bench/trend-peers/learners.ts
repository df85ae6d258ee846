/** The learnt baselines as contenders. */
import { fitGradientBoosting } from "../../train/baselines/gradient-boosting/gradient-boosting.js";
import { fitLogistic } from "../../train/baselines/logistic.js";
import { windowFeatures } from "../../train/baselines/window-features.js";
import type { Rows } from "./protocol.js";

/** Trains boosted trees and answers rows. */
export async function trainTrees(
  rows: Rows,
  asked: readonly Rows[],
  { seed, weekdays, signal }: { seed: number; weekdays: boolean; signal: AbortSignal },
): Promise<Float64Array[]> {
  const model = await fitGradientBoosting(featuresOf(rows, weekdays), rows.truth, { seed, signal });
  return asked.map((part) => model.predict(featuresOf(part, weekdays)));
}

/** Fits logistic regression, which has no seed, and answers rows. */
export function trainLogistic(rows: Rows, asked: readonly Rows[], weekdays: boolean): Float64Array[] {
  const model = fitLogistic(featuresOf(rows, weekdays), rows.truth);
  return asked.map((part) => model.predict(featuresOf(part, weekdays)));
}

function featuresOf({ increments, window, weekdays }: Rows, withWeekdays: boolean) {
  return windowFeatures(increments, window, withWeekdays ? weekdays : undefined);
}
