/** What an interval of a difference allows to be said. */
import type { Spread } from "./checks-schema.js";

/** The model is ahead of the other, is behind it, or neither is shown; null where there is no interval to tell by. */
export type Verdict = "ahead" | "behind" | "not shown" | null;

/** Ahead when the whole interval of model less baseline lies above 0, behind when it lies below. */
export function verdictOf({ low, high }: Pick<Spread, "low" | "high">): Verdict {
  if (low === null || high === null) return null;
  if (low > 0) return "ahead";
  return high < 0 ? "behind" : "not shown";
}
