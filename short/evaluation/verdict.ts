import type { Interval } from "./bootstrap.js";

/** What the figures are worth, in a sentence: a model that is no better than something simple should be told so. */
export function verdict(
  output: string,
  figure: string,
  best: string | undefined,
  ahead: Interval,
  rows: number,
): string {
  if (best === undefined) return `${output}: there is nothing to hold its ${figure} against.`;
  const by = `${Number(Math.abs(ahead.estimate).toPrecision(2))}`;
  if (ahead.low === null || ahead.high === null) {
    return `${output}: ${rows} test rows are too few to say whether it is better than ${best}.`;
  }
  if (ahead.low > 0)
    return `${output}: better than ${best} by ${by} in ${figure}, and not by the luck of the test rows.`;
  if (ahead.high < 0)
    return `${output}: worse than ${best} by ${by} in ${figure}: take that instead, or give the network more.`;
  return `${output}: not told apart from ${best} by ${rows} test rows (${ahead.estimate >= 0 ? "ahead" : "behind"} by ${by} in ${figure}).`;
}
