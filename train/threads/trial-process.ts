/** A trial as the one who measures holds it: a process that answers one question at a time. */
import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { Channel } from "../../core/channel/channel.js";
import { FailedError } from "../../core/errors.js";
import { lastWordsOf } from "../../system/end-of-process.js";
import { processPort } from "../../system/ports.js";
import type { TrialCalls, TrialTimes, TrialWork } from "./messages.js";

/** A trial at work. */
export class TrialProcess {
  readonly threads: number;
  /** Processor time that it has taken so far, milliseconds. */
  cpuMs = 0;
  readonly #child: ChildProcess;
  readonly #channel: Channel<TrialCalls>;
  readonly #closed: Promise<void>;

  /** Starts the process; it loads nothing before `open`. */
  constructor(threads: number) {
    this.threads = threads;
    const script = createRequire(import.meta.url).resolve("#dist/train/threads/trial.js");
    // A process group of its own: Ctrl+C reaches the training, which ends the trial.
    this.#child = fork(script, [], {
      detached: true,
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const lastWords = lastWordsOf(this.#child);
    let closed: () => void = () => undefined;
    this.#closed = new Promise((resolve) => {
      closed = resolve;
    });
    this.#channel = new Channel(processPort(this.#child), {
      died: (how) => {
        closed();
        const words = lastWords();
        return new FailedError(`the trial with ${threads} threads ${how}`, words === "" ? {} : { next: words });
      },
    });
  }

  /** Loads TensorFlow and gets the work ready. @throws FailedError when that fails, with the reason. */
  async open(work: TrialWork): Promise<void> {
    this.#count(await this.#channel.ask({ kind: "open", threads: this.threads, work }));
  }

  /** Milliseconds that `count` steps took. @throws FailedError when the process dies. */
  async steps(count: number): Promise<number> {
    return this.#count(await this.#channel.ask({ kind: "steps", count }));
  }

  /** Ends the process at once, whatever it is doing: it holds nothing that could be lost. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#closed;
  }

  #count({ ms, cpuMs }: TrialTimes): number {
    this.cpuMs = cpuMs;
    return ms;
  }
}
