/** Tells how far training is, now and then. The receiver knows the rate and the time that is left. */
import type { Reporter } from "../core/reporter.js";

/** Milliseconds between two reports: often enough to look alive, seldom enough to cost nothing. */
const REPORT_INTERVAL = 200;

/** Reports steps. */
export class Pace {
  readonly #reporter: Reporter;
  readonly #total: number;
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(reporter: Reporter, total: number) {
    this.#reporter = reporter;
    this.#total = total;
  }

  /** Called after every step; reports the first and the last one, and one now and then. */
  tick(step: number, loss: number | undefined): void {
    const now = performance.now();
    if (now - this.#reportedAt < REPORT_INTERVAL && step !== this.#total) return;
    this.#reportedAt = now;
    this.#report(step, this.#total, loss === undefined ? {} : { loss });
  }

  /** Training ended before its last step. */
  stop(step: number): void {
    this.#report(step, step, {});
  }

  #report(done: number, total: number, figures: Record<string, number>): void {
    this.#reporter.progress({ label: "training", done, total, unit: "steps", figures });
  }
}
