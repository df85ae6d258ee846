/** The loss that the learnt baselines make small, on log odds. */

/** The logistic function. */
export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** -log of the probability that log odds give to the truth (1 or 0), written so that no exponential overflows. */
export function logLossOf(logit: number, truth: number): number {
  return Math.max(truth === 1 ? -logit : logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
}
