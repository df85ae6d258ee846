/** Keeps a run's report up to date while it is trained: as a file, and with `--watch` as a page that follows it. */

import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "../../core/errors.js";
import type { JsonObject } from "../../core/json.js";
import type { Reporter } from "../../core/reporter.js";
import type { LiveReport } from "../../train/report/live/live-report.js";

/** The file is written anew at most this often: many epochs a second must not become many pages a second. */
const LEAST_MS = 20_000;
/** What readers of the page are given to fetch its last state before the process ends. */
const LAST_LOOK_MS = 1_000;

/** A report that cannot be written is a warning: it never ends a training. */
export class RunReport {
  readonly #reporter: Reporter;
  readonly #watch: boolean;
  #run: string | null = null;
  #live: LiveReport | null = null;
  #page: string | null = null;
  #writtenAt = Number.NEGATIVE_INFINITY;
  #work: Promise<void> = Promise.resolve();

  constructor(reporter: Reporter, watch: boolean) {
    this.#reporter = reporter;
    this.#watch = watch;
  }

  /** The page as it was written last, or null. */
  get page(): string | null {
    return this.#page;
  }

  /** Does `training` with a reporter that the report listens to, and writes the page once more when it has ended. */
  async around<Result>(training: (reporter: Reporter) => Promise<Result>): Promise<Result> {
    const { record, ...others } = bound(this.#reporter);
    const heard = (event: string, data: JsonObject): void => {
      record(event, data);
      if (event === "begun") this.#begin(String(data.run));
      else if (event === "epoch" || event === "firstBatch") this.#changed();
    };
    try {
      return await training({ ...others, record: heard });
    } finally {
      this.#writtenAt = Number.NEGATIVE_INFINITY;
      this.#changed();
      await this.#work;
      if (this.#live !== null) {
        await delay(LAST_LOOK_MS);
        await this.#live.close();
      }
    }
  }

  #begin(run: string): void {
    this.#run = run;
    if (!this.#watch) return;
    this.#then(async () => {
      const [{ serveLiveReport }, { reportScript }] = await Promise.all([
        import("../../train/report/live/live-report.js"),
        import("../../train/report/script.js"),
      ]);
      this.#live = await serveLiveReport(run, reportScript());
      this.#reporter.note(`The report follows this run: ${this.#live.url}`);
      this.#reporter.record("watch", { url: this.#live.url });
    });
  }

  #changed(): void {
    const run = this.#run;
    if (run === null) return;
    this.#then(async () => {
      this.#live?.changed();
      if (performance.now() - this.#writtenAt < LEAST_MS) return;
      const { writeReport } = await import("../../train/report/write-report.js");
      this.#page = (await writeReport([run], run)).page;
      this.#writtenAt = performance.now();
    });
  }

  /** One after another, so that a page is never written twice at once. */
  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      const reason = messageOf(error);
      this.#reporter.warn(`The report could not be written: ${reason}`);
    });
  }
}

/** A reporter's methods, to be called without it. */
function bound(reporter: Reporter): Reporter {
  return {
    stage: (name) => reporter.stage(name),
    progress: (progress) => reporter.progress(progress),
    note: (text) => reporter.note(text),
    warn: (text) => reporter.warn(text),
    record: (event, data) => reporter.record(event, data),
  };
}
