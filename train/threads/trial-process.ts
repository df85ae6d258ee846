/** A trial as the one who measures holds it: a process that answers one question at a time. */
import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { FailedError } from "../../core/errors.js";
import type { TrialAnswer, TrialRequest, TrialWork } from "./messages.js";

/** How much of what TensorFlow says before it dies is kept. */
const KEPT = 2000;

/** A trial at work. */
export class TrialProcess {
  readonly threads: number;
  /** Processor time that it has taken so far, milliseconds. */
  cpuMs = 0;
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #waiting: { resolve: (ms: number) => void; reject: (error: Error) => void } | undefined;
  #ended: FailedError | undefined;
  #words = "";

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
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#words = (this.#words + chunk.toString()).slice(-KEPT);
    });
    this.#child.on("message", (answer: TrialAnswer) => this.#answered(answer));
    this.#child.once("error", (cause) => this.#end(`cannot be started: ${cause.message}`));
    this.#closed = new Promise((resolve) =>
      this.#child.once("close", (code, signal) => {
        this.#end(`ended with ${signal ?? `exit code ${code}`}`);
        resolve(undefined);
      }),
    );
  }

  /** Loads TensorFlow and gets the work ready. @throws FailedError when that fails, with the reason. */
  async open(work: TrialWork): Promise<void> {
    await this.#ask({ do: "open", threads: this.threads, work });
  }

  /** Milliseconds that `count` steps took. @throws FailedError when the process dies. */
  async steps(count: number): Promise<number> {
    return await this.#ask({ do: "steps", count });
  }

  /** Ends the process at once, whatever it is doing: it holds nothing that could be lost. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#closed;
  }

  #ask(request: TrialRequest): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended);
      this.#waiting = { resolve, reject };
      // A process that is gone says so by "close".
      this.#child.send(request, () => undefined);
    });
  }

  #answered({ ms, cpuMs, error }: TrialAnswer): void {
    this.cpuMs = cpuMs;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (error === undefined) waiting?.resolve(ms);
    else waiting?.reject(new FailedError(error));
  }

  #end(how: string): void {
    this.#ended ??= new FailedError(`the trial with ${this.threads} threads ${how}`, {
      ...(this.#words === "" ? {} : { next: this.#words.trim() }),
    });
    this.#waiting?.reject(this.#ended);
    this.#waiting = undefined;
  }
}
