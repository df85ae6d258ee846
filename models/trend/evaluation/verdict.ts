/** What an interval of a difference allows to be said. */

/** The model is ahead of the other, is behind it, or neither is shown. */
export type Verdict = "ahead" | "behind" | "not shown";

/** Ahead when the whole interval of model less baseline lies above 0, behind when it lies below. */
export function verdictOf({ low, high }: { readonly low: number; readonly high: number }): Verdict {
  if (low > 0) return "ahead";
  return high < 0 ? "behind" : "not shown";
}
