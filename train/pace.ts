/** How fast training goes, and how long it will still take. */
import type { Reporter } from "../models/reporter.js";

/** Milliseconds between two reports: often enough to look alive, seldom enough to cost nothing. */
const REPORT_INTERVAL = 200;

/** Weight of the newest stretch in the mean rate: the first steps are slow and should be forgotten. */
const NEWEST = 0.2;

/** Reports progress with its rate and the time that is left. */
export class Pace {
  readonly #reporter: Reporter;
  readonly #total: number;
  #reportedAt = performance.now();
  #reportedStep: number | undefined;
  #stepsPerSecond: number | undefined;

  constructor(reporter: Reporter, total: number) {
    this.#reporter = reporter;
    this.#total = total;
  }

  /** Called after every step; reports now and then, and after the last one. */
  tick(step: number, loss: number | undefined): void {
    const now = performance.now();
    const elapsed = now - this.#reportedAt;
    const last = step === this.#total;
    if (this.#reportedStep !== undefined && elapsed < REPORT_INTERVAL && !last) return;
    if (this.#reportedStep !== undefined && elapsed > 0) {
      const newest = ((step - this.#reportedStep) * 1000) / elapsed;
      this.#stepsPerSecond =
        this.#stepsPerSecond === undefined ? newest : (1 - NEWEST) * this.#stepsPerSecond + NEWEST * newest;
    }
    this.#reportedAt = now;
    this.#reportedStep = step;
    const rate = this.#stepsPerSecond;
    this.#reporter.progress({
      label: "training",
      done: step,
      total: this.#total,
      unit: "steps",
      figures: {
        ...(loss === undefined ? {} : { loss }),
        ...(rate === undefined || rate === 0 ? {} : { stepsPerSecond: rate, secondsLeft: (this.#total - step) / rate }),
      },
    });
  }
}
