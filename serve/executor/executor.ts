/** One executor process, seen from the server. */
import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { setPriority } from "node:os";
import { Channel } from "../../core/channel/channel.js";
import type { RequestOf } from "../../core/channel/messages.js";
import { FailedError } from "../../core/errors.js";
import type { Tensors } from "../../core/tensor.js";
import { lastWordsOf } from "../../system/end-of-process.js";
import { processPort } from "../../system/ports.js";
import { DeadlineError } from "./deadline-error.js";
import { ExecutorDied } from "./executor-died.js";
import type { ExecutorCalls, KeyedGraph } from "./messages.js";

/** How long an executor may take to start Node and onnxruntime, in ms. */
const START_LIMIT = 30_000;
/** How long loading and checking one bundle may take, in ms. */
const LOAD_LIMIT = 120_000;
/** How long an executor may take to say goodbye, in ms. */
const END_LIMIT = 2_000;
/** Added to an executor's nice value: a third of the server's share when both want the same core. */
const NICENESS = 5;
/** A process that runs graphs. `Executor.start` makes one; it never restarts itself. */
export class Executor {
  readonly #child: ChildProcess;
  readonly #channel: Channel<ExecutorCalls>;
  readonly #lastWords: () => string;
  #death: string | undefined;
  #killedBecause: string | undefined;
  /** Resolves with one sentence on how the process ended; never rejects. */
  readonly exited: Promise<string>;

  /** @param up is called when the process can take requests. */
  private constructor(child: ChildProcess, up: () => void) {
    this.#child = child;
    this.#lastWords = lastWordsOf(child);
    let died: (why: string) => void = () => undefined;
    this.exited = new Promise((resolve) => {
      died = resolve;
    });
    const port = processPort(child, (error) => this.kill(`lost its channel: ${error.message}`));
    this.#channel = new Channel(port, {
      died: (how) => {
        const why = this.#die(how);
        died(why);
        return new ExecutorDied(`the executor ${why}`);
      },
      news: () => up(),
    });
  }

  /**
   * Starts a process.
   *
   * @throws FailedError when it ends, or says nothing for too long, before it can take requests.
   */
  static async start(): Promise<Executor> {
    const entry = createRequire(import.meta.url).resolve("#dist/serve/executor/child.js");
    const child = fork(entry, {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: ["--enable-source-maps"],
    });
    let isUp: () => void = () => undefined;
    const up = new Promise<void>((resolve) => {
      isUp = resolve;
    });
    const executor = new Executor(child, isUp);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`did not start within ${START_LIMIT / 1000} s`), START_LIMIT);
    });
    const trouble = await Promise.race([up, executor.exited, late]);
    clearTimeout(timer);
    if (trouble !== undefined) {
      executor.kill(trouble);
      throw new FailedError(`an executor process ${trouble}`, { next: "Check the installation with: kiln doctor" });
    }
    executor.#yieldToServer();
    return executor;
  }

  /** The process id, for logs. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** False once the process has ended or has been told to. */
  get alive(): boolean {
    return this.#death === undefined && this.#killedBecause === undefined && this.#child.connected;
  }

  /**
   * Loads graphs: all or none.
   *
   * @throws what `loadGraph` throws, or ExecutorDied.
   */
  async load(graphs: readonly KeyedGraph[]): Promise<void> {
    await this.#ask({ kind: "load", graphs }, LOAD_LIMIT);
  }

  /**
   * Runs one batch.
   *
   * @param limit ms after which the process is taken for hung and killed.
   * @throws DeadlineError at the limit; ExecutorDied when the process ends; InputError and FailedError as `Runner.run`.
   */
  run(key: string, feeds: Tensors, limit: number): Promise<Tensors> {
    return this.#ask({ kind: "run", key, feeds }, limit);
  }

  /** Asks for a sign of life; the process is killed when there is none within `limit` ms. */
  async ping(limit: number): Promise<void> {
    await this.#ask({ kind: "ping" }, limit);
  }

  /** Kills the process. @param because what the error of those who wait says; the first reason counts. */
  kill(because: string): void {
    this.#killedBecause ??= because;
    this.#child.kill("SIGKILL");
  }

  /** Ends the process when it has nothing left to do; by force after two seconds. */
  async end(): Promise<void> {
    this.#killedBecause ??= "was told to end";
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), END_LIMIT);
    await this.exited;
    clearTimeout(timer);
  }

  #ask<Kind extends keyof ExecutorCalls>(
    request: RequestOf<ExecutorCalls, Kind>,
    limit: number,
  ): Promise<ExecutorCalls[Kind]["answer"]> {
    if (!this.alive) {
      const why = this.#death ?? this.#killedBecause ?? "has lost its channel";
      return Promise.reject(new ExecutorDied(`the executor ${why}`));
    }
    return this.#channel.ask<Kind>(request, { limit, late: () => this.#expire(limit) });
  }

  #expire(limit: number): DeadlineError {
    this.kill(`gave no answer within ${limit / 1000} s and was killed`);
    return new DeadlineError(`the model gave no answer within ${limit / 1000} s`);
  }

  #die(how: string): string {
    const tail = this.#lastWords();
    this.#death ??= `${this.#killedBecause ?? how}${tail === "" ? "" : `; its last words: ${tail}`}`;
    return this.#death;
  }

  /** On a machine with few cores, parsing and health probes come before inference. */
  #yieldToServer(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      setPriority(pid, NICENESS);
    } catch (cause) {
      // Allowed everywhere that we know of; where it is not (a strict sandbox), the server is only less quick.
      if (!(cause instanceof Error && "code" in cause)) throw cause;
    }
  }
}
