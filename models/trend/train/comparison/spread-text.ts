/** Differences and their intervals, as sentences write them. */
import type { Spread } from "../../evaluation/checks-schema.js";

/** "+0.012" or "−0.012": with a true minus, and with a plus, since it is a difference. */
export function signed(value: number, digits = 3): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
}

/** "95 % interval of the difference −0.010 to +0.007"; null where there are too few countries for one. */
export function intervalText({ low, high }: Spread, written: (end: number) => string = signed): string | null {
  return low === null || high === null ? null : `95 % interval of the difference ${written(low)} to ${written(high)}`;
}
