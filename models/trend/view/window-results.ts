/** What the model says of a country on other days than its last one. */
import { at } from "kilnjs";
import type { OpenModel } from "kilnjs/page";
import { classifySeries, type SeriesWindow, type TrendResult } from "../classify-series.js";
import { MAXIMUM_INCREMENT } from "../contract.js";
import { type LabelName, labelNames, labelRule } from "../labels.js";
import { contextOf } from "./source.js";
import type { Curve } from "./table-worker/messages.js";

/** Days in one question, so that what a visitor asks for in between has not long to wait. */
const DAYS_A_QUESTION = 256;

/** Places in the curve of the first and last day on which a window can end; `last < first` when it is too short. */
export function endsOf({ from, to }: Curve, days: number): { readonly first: number; readonly last: number } {
  return { first: from + days - 1, last: to - 1 };
}

/** The window that ends on a day of a curve; null where there are not days enough, or more cases than the model takes. */
export function windowAt(curve: Curve, name: string, days: number, end: number): SeriesWindow | null {
  const { first, last } = endsOf(curve, days);
  if (end < first || end > last) return null;
  const increments = Float32Array.from(curve.increments.subarray(end - days + 1, end + 1));
  if (increments.some((value) => Math.abs(value) > MAXIMUM_INCREMENT)) return null;
  return { name, increments, end: curve.firstDay + end };
}

/** The answer for one window; of several that wait, the latest is asked. @throws DOMException `AbortError`. */
export async function resultAt(model: OpenModel, window: SeriesWindow, signal: AbortSignal): Promise<TrendResult> {
  const [result] = await classifySeries(contextOf(model, signal, "trend-window"), [window]);
  return result as TrendResult;
}

/**
 * The probability of every day, from the latest to the first: `take` is given all that is known so far, NaN elsewhere and
 * where the window has no case.
 *
 * @throws DOMException `AbortError`.
 */
export async function allDays(
  model: OpenModel,
  curve: Curve,
  days: number,
  signal: AbortSignal,
  take: (probabilities: Float32Array, done: number, total: number) => void,
): Promise<void> {
  const { first, last } = endsOf(curve, days);
  const known = new Float32Array(curve.increments.length).fill(Number.NaN);
  const context = contextOf(model, signal, "trend-history");
  for (let to = last; to >= first; to -= DAYS_A_QUESTION) {
    const from = Math.max(first, to - DAYS_A_QUESTION + 1);
    const ends = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const windows = ends.flatMap((end) => windowAt(curve, "", days, end) ?? []);
    for (const [i, { probability }] of (await classifySeries(context, windows)).entries()) {
      known[at(windows, i).end - curve.firstDay] = probability ?? Number.NaN;
    }
    signal.throwIfAborted();
    take(known.slice(), last - from + 1, last - first + 1);
  }
}

/** The rule behind the question of a model, by what its contract says of the probability. */
export function ruleOf(meaning: string): LabelName | null {
  return labelNames.find((name) => meaning.includes(labelRule(name).meaning)) ?? null;
}

/** Whether what the model was asked came true; null where the curve does not go on for long enough. */
export function cameTrue(curve: Curve, rule: LabelName, end: number): boolean | null {
  const { horizon, lookback, increases } = labelRule(rule);
  const target = end + 1;
  if (target - lookback < curve.from || target + horizon > curve.to) return null;
  return increases(curve.increments, target);
}
