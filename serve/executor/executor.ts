/** One executor process, seen from the server. */
import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { setPriority } from "node:os";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { FailedError } from "../../core/errors.js";
import type { Tensors } from "../../core/tensor.js";
import { restoreError } from "./carried-error.js";
import { DeadlineError } from "./deadline-error.js";
import { ExecutorDied } from "./executor-died.js";
import type { ExecutorAnswer, ExecutorRequest, KeyedGraph } from "./messages.js";

/** How long an executor may take to start Node and onnxruntime, in ms. */
const START_LIMIT = 30_000;
/** How long loading and checking one bundle may take, in ms. */
const LOAD_LIMIT = 120_000;
/** How long an executor may take to say goodbye, in ms. */
const END_LIMIT = 2_000;
/** Added to an executor's nice value: a third of the server's share when both want the same core. */
const NICENESS = 5;
/** Characters of its stderr that are kept to explain a death. */
const TAIL = 2_000;

/** A request without its number; distributes over the union. */
type Unnumbered<Request> = Request extends { readonly id: number } ? Omit<Request, "id"> : never;

interface Waiting {
  resolve(outputs: Tensors): void;
  reject(error: Error): void;
  readonly timer: NodeJS.Timeout;
}

/** A process that runs graphs. `Executor.start` makes one; it never restarts itself. */
export class Executor {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #stderr = "";
  #death: string | undefined;
  #killedBecause: string | undefined;
  /** Resolves with one sentence on how the process ended; never rejects. */
  readonly exited: Promise<string>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-TAIL);
    });
    child.on("message", (answer: ExecutorAnswer) => this.#take(answer));
    // Not "close": Node does not emit it when it was the parent that closed the channel.
    const ended = new Promise<string>((resolve) => {
      child.on("exit", (code, signal) => resolve(describeExit(code, signal)));
      child.on("error", (error) => {
        // Either it could not be started (then there is no "exit") or a message could not be sent.
        if (child.pid === undefined) resolve(`could not be started: ${error.message}`);
      });
    });
    this.exited = ended.then(async (how) => {
      await readToEnd(child.stderr);
      return this.#die(how);
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
    const executor = new Executor(child);
    const up = new Promise<void>((resolve) => child.once("message", () => resolve()));
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

  #ask(request: Unnumbered<ExecutorRequest>, limit: number): Promise<Tensors> {
    return new Promise((resolve, reject) => {
      if (!this.alive) {
        reject(new ExecutorDied(`the executor ${this.#death ?? this.#killedBecause ?? "has lost its channel"}`));
        return;
      }
      const id = ++this.#lastId;
      const timer = setTimeout(() => this.#expire(id, limit), limit);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#child.send({ ...request, id } as ExecutorRequest, (error) => {
        if (error !== null) this.kill(`lost its channel: ${error.message}`);
      });
    });
  }

  #take(answer: ExecutorAnswer): void {
    if (answer.kind === "up") return;
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    this.#waiting.delete(answer.id);
    clearTimeout(waiting.timer);
    if (answer.kind === "done") waiting.resolve(answer.outputs);
    else waiting.reject(restoreError(answer.error));
  }

  #expire(id: number, limit: number): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.reject(new DeadlineError(`the model gave no answer within ${limit / 1000} s`));
    this.kill(`gave no answer within ${limit / 1000} s and was killed`);
  }

  #die(how: string): string {
    const tail = this.#stderr.trim();
    this.#death ??= `${this.#killedBecause ?? how}${tail === "" ? "" : `; its last words: ${tail}`}`;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new ExecutorDied(`the executor ${this.#death}`));
    }
    this.#waiting.clear();
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

/** Waits for the last words; a stream that breaks has none. */
async function readToEnd(stream: Readable | null): Promise<void> {
  if (stream !== null && !stream.closed) await finished(stream).catch(() => undefined);
}

function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`;
}
