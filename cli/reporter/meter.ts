/** How fast work goes and how long it will take: from the reports of the last seconds, since work slows and speeds up. */
import type { Progress } from "../../core/reporter.js";

/** Only reports this young count for the rate, in milliseconds. */
const WINDOW = 10_000;

/** What can be said about a piece of work now. */
export interface Reading {
  /** 0..1, or null when the total is not known. */
  readonly fraction: number | null;
  /** Units a second, or null while it cannot be said. */
  readonly rate: number | null;
  /** Seconds left, or null while it cannot be said. */
  readonly left: number | null;
  /** Seconds since the first report. */
  readonly elapsed: number;
}

interface Sample {
  readonly at: number;
  readonly done: number;
}

/** Watches one piece of work. Times are milliseconds on a clock that only goes forward. */
export class Meter {
  #first: Sample | undefined;
  #samples: Sample[] = [];

  /** Takes a report. */
  add(progress: Progress, now: number): void {
    const sample = { at: now, done: progress.done };
    this.#first ??= sample;
    this.#samples.push(sample);
    // The last sample before the window stays, so that slow work (one report a minute) has a rate too.
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? now) < now - WINDOW) this.#samples.shift();
  }

  /** What follows from the reports so far. */
  reading(progress: Progress, now: number): Reading {
    const last = this.#samples.at(-1);
    const rate = last === undefined ? null : perSecond(this.#samples[0], last);
    const known = progress.total > 0;
    return {
      fraction: known ? Math.min(1, progress.done / progress.total) : null,
      rate,
      left: known && rate !== null ? Math.max(0, progress.total - progress.done) / rate : null,
      elapsed: this.#first === undefined ? 0 : (now - this.#first.at) / 1000,
    };
  }

  /** Units a second over all of the work, or null when that cannot be said. */
  overall(progress: Progress, now: number): number | null {
    return perSecond(this.#first, { at: now, done: progress.done });
  }
}

function perSecond(from: Sample | undefined, to: Sample): number | null {
  if (from === undefined || to.at <= from.at || to.done <= from.done) return null;
  return ((to.done - from.done) * 1000) / (to.at - from.at);
}
