/** When to lower the learning rate, when to stop, and which weights are the best: pure rules on a row of scores. */
import type { Progress } from "./checkpoint/checkpoint.js";
import type { CommonSettings } from "./settings.js";

/** See the checkpoint's fields of the same names. */
export type PlateauState = Progress["plateau"];

/** Before the first score. */
export const initialPlateau: PlateauState = { multiplier: 1, sinceBetter: 0, sinceReduced: 0 };

/** What a score leads to. */
export interface Judgement {
  readonly state: PlateauState;
  readonly better: boolean;
  readonly reduced: boolean;
  readonly stop: boolean;
}

/** A relative change below this counts as none. */
const SMALLEST_GAIN = 1e-4;

/**
 * Judges the score of an epoch. Any gain makes the weights the best; only one that is worth naming resets the patience,
 * so that a crawl in the sixth digit does not keep a training alive.
 */
export function judge(
  state: PlateauState,
  settings: Pick<CommonSettings, "plateauPatience" | "plateauFactor" | "stopPatience">,
  score: number,
  best: number | null,
  goal: "minimum" | "maximum",
): Judgement {
  const gain = best === null ? Number.POSITIVE_INFINITY : goal === "minimum" ? best - score : score - best;
  const better = gain > 0;
  if (best === null || gain > SMALLEST_GAIN * Math.abs(best)) {
    return { state: { ...state, sinceBetter: 0, sinceReduced: 0 }, better, reduced: false, stop: false };
  }
  const sinceBetter = state.sinceBetter + 1;
  const sinceReduced = state.sinceReduced + 1;
  const reduced = settings.plateauPatience > 0 && sinceReduced >= settings.plateauPatience;
  return {
    state: {
      multiplier: reduced ? state.multiplier * settings.plateauFactor : state.multiplier,
      sinceBetter,
      sinceReduced: reduced ? 0 : sinceReduced,
    },
    better,
    reduced,
    stop: settings.stopPatience > 0 && sinceBetter >= settings.stopPatience,
  };
}
