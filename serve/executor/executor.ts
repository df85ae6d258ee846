/** One executor process, seen from the server. */
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { getPriority, setPriority } from "node:os";
import type { Duplex } from "node:stream";
import { Channel } from "../../core/channel/channel.js";
import { FailedError } from "../../core/errors.js";
import { lastWordsOf } from "../../system/end-of-process.js";
import { framePort } from "../../system/ports.js";
import { ExecutorDied } from "./executor-died.js";
import { ExecutorStartError } from "./executor-start-error.js";
import type { Batch, BatchAnswer, ExecutorCalls, KeyedGraph, LoadedGraph } from "./messages.js";
import { LIFE_SOCKET, WORK_SOCKET } from "./sockets.js";

/** How long an executor may take to start Node and onnxruntime, in ms. */
const START_LIMIT = 30_000;
/** How long loading and checking one bundle may take, in ms. */
const LOAD_LIMIT = 120_000;
/** How long an executor may take to say goodbye, in ms. */
const END_LIMIT = 2_000;
/** Added to an executor's nice value: a third of the server's share when both want the same core. */
const NICENESS = 5;
/** Signs of life that an executor may miss one after the other. */
const MOST_MISSED = 4;

/** A process that runs graphs. `Executor.start` makes one; it never restarts itself. */
export class Executor {
  readonly #child: ChildProcess;
  readonly #channel: Channel<ExecutorCalls>;
  readonly #life: Duplex;
  readonly #lastWords: () => string;
  #missed = 0;
  /** When the run that goes on began, in ms; they go on one after the other. */
  #runSince = 0;
  #runs = 0;
  #limit: NodeJS.Timeout | undefined;
  #hung = false;
  #broken = false;
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
    const port = framePort(child, socketOf(child, WORK_SOCKET), () => {
      // It has ended, as is told in a moment, or cannot be used any more.
      this.#broken = true;
      child.kill("SIGKILL");
    });
    this.#channel = new Channel(port, {
      died: (how) => {
        const why = this.#die(how);
        died(why);
        return new ExecutorDied(`the executor ${why}`);
      },
      news: () => up(),
    });
    this.#life = socketOf(child, LIFE_SOCKET);
    this.#life.on("data", () => {
      this.#missed = 0;
    });
    // It is gone or goes; `exited` says how.
    this.#life.on("error", () => undefined);
  }

  /**
   * Starts a process.
   *
   * @throws ExecutorStartError when it ends, or says nothing for too long, before it can take requests.
   */
  static async start(): Promise<Executor> {
    const entry = createRequire(import.meta.url).resolve("#dist/serve/executor/child.js");
    // No IPC channel of Node's: see `system/frames.ts`.
    const child = spawn(process.execPath, ["--enable-source-maps", entry], {
      stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
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
      throw new ExecutorStartError(`an executor process ${trouble}`, {
        next: "Check the installation with: kiln doctor",
      });
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
    return this.#death === undefined && this.#killedBecause === undefined && !this.#broken;
  }

  /** True when it was killed for a run that took too long. */
  get hung(): boolean {
    return this.#hung;
  }

  /**
   * True while it gives signs of life and is at no run that should have been done.
   *
   * @param patience ms that a run may take.
   */
  responsive(patience: number): boolean {
    const stuck = this.#runs > 0 && performance.now() - this.#runSince > patience;
    return this.alive && this.#missed < 2 && !stuck;
  }

  /**
   * Loads graphs: all or none.
   *
   * @throws what `loadGraph` throws, or ExecutorDied.
   */
  async load(graphs: readonly KeyedGraph[]): Promise<readonly LoadedGraph[]> {
    if (!this.alive) throw this.#dead();
    const late = () => {
      const error = new FailedError(`loading took longer than ${LOAD_LIMIT / 1000} s`);
      this.kill("took too long to load a model");
      return error;
    };
    return await this.#channel.ask<"load">({ kind: "load", graphs }, { limit: LOAD_LIMIT, late });
  }

  /**
   * Runs a batch. Further ones may be sent before it is done: they are run one after the other, in order.
   *
   * @param limit ms that it may take from when the one before it is done; then the process is taken for hung and killed.
   * @throws ExecutorDied when the process ends. What is wrong with a caller's rows is in the answer.
   */
  async run(batch: Batch, limit: number): Promise<BatchAnswer> {
    if (!this.alive) throw this.#dead();
    this.#runs += 1;
    if (this.#runs === 1) this.#begin(limit);
    try {
      return await this.#channel.ask<"run">({ kind: "run", ...batch });
    } finally {
      this.#runs -= 1;
      clearTimeout(this.#limit);
      if (this.#runs > 0) this.#begin(limit);
    }
  }

  /**
   * Asks for a sign of life, which a process gives whatever it computes, unless it is stopped. After a few without an
   * answer it is killed. Only the server's own asking counts: when all are stopped and go on, nobody is at fault.
   */
  ping(): void {
    if (!this.alive) return;
    if (this.#missed === MOST_MISSED) {
      this.kill("gave no sign of life and was killed");
      return;
    }
    this.#missed += 1;
    this.#life.write(".");
  }

  /** Kills the process. @param because what the error of those who wait says; the first reason counts. */
  kill(because: string): void {
    this.#killedBecause ??= because;
    this.#child.kill("SIGKILL");
  }

  /** Ends the process when it has nothing left to do; by force after two seconds. */
  async end(): Promise<void> {
    this.#killedBecause ??= "was told to end";
    socketOf(this.#child, WORK_SOCKET).end();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), END_LIMIT);
    await this.exited;
    clearTimeout(timer);
  }

  #begin(limit: number): void {
    this.#runSince = performance.now();
    this.#limit = setTimeout(() => {
      this.#hung = true;
      this.kill(`gave no answer within ${limit / 1000} s and was killed`);
    }, limit);
  }

  #dead(): ExecutorDied {
    return new ExecutorDied(`the executor ${this.#death ?? this.#killedBecause ?? "has ended"}`);
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
      setPriority(pid, Math.min(19, getPriority() + NICENESS));
    } catch (cause) {
      // Allowed everywhere that we know of; where it is not (a strict sandbox), the server is only less quick.
      if (!(cause instanceof Error && "code" in cause)) throw cause;
    }
  }
}

function socketOf(child: ChildProcess, descriptor: number): Duplex {
  // With "pipe", Node gives a socket, which its types do not know.
  return child.stdio[descriptor] as unknown as Duplex;
}
