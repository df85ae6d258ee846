/** The chosen country: its curve, the window that is asked about, and the answers. */

import type { OpenModel } from "kilnjs/page";
import { useEffect, useState } from "preact/hooks";
import type { TrendResult } from "../classify-series.js";
import type { DatedResult } from "../resources/latest-results.js";
import { daysOf, type Source } from "./source.js";
import type { Curve } from "./table-worker/messages.js";
import { whileWanted } from "./use-source.js";
import { allDays, endsOf, resultAt, windowAt } from "./window-results.js";

/** The probability of each day, as far as it is computed. */
export interface History {
  /** By day of the curve; NaN where it is not known. */
  readonly probabilities: Float32Array;
  readonly done: number;
  readonly total: number;
}

export interface Country {
  readonly curve: Curve | null;
  /** Day of the curve on which the window ends. */
  readonly end: number;
  readonly setEnd: (end: number) => void;
  /** The answer for that window; the one before it while it is computed. */
  readonly result: TrendResult | null;
  readonly history: History | null;
  readonly error: string;
}

/** Follows a country of a source. The window begins at its last day. */
export function useCountry(source: Source, model: OpenModel | null, chosen: DatedResult): Country {
  const [shown, setShown] = useState<{ curve: Curve; end: number; of: DatedResult } | null>(null);
  const [result, setResult] = useState<TrendResult | null>(chosen);
  const [history, setHistory] = useState<History | null>(null);
  const [error, setError] = useState("");
  useEffect(() => {
    setResult(chosen);
    setError("");
    return whileWanted(source.curve(chosen.name), (curve) => {
      if (curve instanceof Error) setError(curve.message);
      else setShown({ curve, end: curve.to - 1, of: chosen });
    });
  }, [source, chosen]);
  const current = shown?.of === chosen ? shown : null;
  const curve = current?.curve ?? null;
  const end = current?.end ?? -1;

  useEffect(() => {
    if (curve === null || model === null) return;
    // The last day's answer is there already: it is the one on the map.
    if (end === curve.to - 1) {
      setResult(chosen);
      return;
    }
    const window = windowAt(curve, chosen.name, daysOf(model), end);
    if (window === null) {
      setResult(null);
      return;
    }
    const leaving = new AbortController();
    const stop = whileWanted(resultAt(model, window, leaving.signal), (answer) => {
      if (answer instanceof Error) setError(answer.message);
      else setResult(answer);
    });
    return () => {
      leaving.abort();
      stop();
    };
  }, [model, chosen, curve, end]);

  useEffect(() => {
    setHistory(null);
    if (curve === null || model === null || !source.own) return;
    const leaving = new AbortController();
    const take = (probabilities: Float32Array, done: number, total: number): void =>
      setHistory({ probabilities, done, total });
    const stop = whileWanted(allDays(model, curve, daysOf(model), leaving.signal, take), (failed) => {
      if (failed instanceof Error) setError(failed.message);
    });
    return () => {
      leaving.abort();
      stop();
    };
  }, [model, source, curve]);

  const setEnd = (next: number): void => {
    if (current === null || model === null) return;
    const { first, last } = endsOf(current.curve, daysOf(model));
    setShown({ ...current, end: Math.max(first, Math.min(last, next)) });
  };
  return { curve, end, setEnd, result, history, error };
}
