/**
 * Keeps executor processes running and hands them jobs, one at a time each. An executor that dies is replaced; the job
 * it took along is tried once more, since a run changes nothing; one that hangs is killed, and its job is not.
 */
import { setTimeout as delay } from "node:timers/promises";
import { UnavailableError } from "../../models/errors.js";
import type { Tensors } from "../../models/tensor.js";
import { Backoff } from "./backoff.js";
import { BusyError } from "./busy-error.js";
import { Executor } from "./executor.js";
import { ExecutorDied } from "./executor-died.js";
import type { Inference } from "./inference.js";
import { Job } from "./job.js";
import { JobQueue } from "./job-queue.js";
import type { KeyedGraph } from "./messages.js";

/** How often a job may be lost before it is suspected of killing executors. */
const MOST_LOSSES = 2;
/** An executor that lived this long (ms) did not die of a bad start. */
const STABLE = 30_000;

/** Settings of a pool. */
export interface PoolLimits {
  /** Executor processes. */
  readonly executors: number;
  /** Jobs that may wait. */
  readonly queue: number;
  /** ms that one run may take before its executor is killed. */
  readonly runDeadline: number;
  /** ms between signs of life asked of idle executors; half of it without one counts as death. */
  readonly healthInterval: number;
}

/** What happened to an executor: for logs and metrics. */
export type PoolEvent =
  | { readonly kind: "ready"; readonly pid: number | undefined }
  | { readonly kind: "died"; readonly pid: number | undefined; readonly why: string }
  | { readonly kind: "start failed"; readonly why: string; readonly retryIn: number };

interface Slot {
  executor: Executor | undefined;
  busy: boolean;
  since: number;
  readonly backoff: Backoff;
}

/** Executors that all hold the same graphs. The set never changes: another set is another pool. */
export class ExecutorPool implements Inference {
  readonly #graphs: readonly KeyedGraph[];
  readonly #limits: PoolLimits;
  readonly #onEvent: (event: PoolEvent) => void;
  readonly #queue: JobQueue;
  readonly #slots: Slot[] = [];
  readonly #closing = new AbortController();
  readonly #tending: Promise<void>[] = [];
  #health: NodeJS.Timeout | undefined;
  /** Moving average of a run's ms, for `Retry-After`. */
  #runTime = 0;

  private constructor(graphs: readonly KeyedGraph[], limits: PoolLimits, onEvent: (event: PoolEvent) => void) {
    this.#graphs = graphs;
    this.#limits = limits;
    this.#onEvent = onEvent;
    this.#queue = new JobQueue(limits.queue);
  }

  /**
   * Starts all executors of a pool.
   *
   * @param first an executor that has loaded the graphs already; the pool owns it from now on.
   * @throws what `Executor.start` and `load` throw; nothing is left running then.
   */
  static async start(
    graphs: readonly KeyedGraph[],
    limits: PoolLimits,
    onEvent: (event: PoolEvent) => void,
    first?: Executor,
  ): Promise<ExecutorPool> {
    const pool = new ExecutorPool(graphs, limits, onEvent);
    const missing = limits.executors - (first === undefined ? 0 : 1);
    const starts = await Promise.allSettled(Array.from({ length: missing }, () => pool.#launch()));
    const executors = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
    if (first !== undefined) executors.unshift(first);
    const failure = starts.find((start) => start.status === "rejected");
    if (failure !== undefined) {
      await Promise.all(executors.map((executor) => executor.end()));
      throw failure.reason;
    }
    for (const executor of executors) pool.#adopt(executor);
    pool.#health = setInterval(() => pool.#checkHealth(), limits.healthInterval).unref();
    return pool;
  }

  /** Executors that can take a job or are at one. */
  get ready(): number {
    return this.#slots.filter((slot) => slot.executor?.alive).length;
  }

  /** Executors that there should be. */
  get size(): number {
    return this.#limits.executors;
  }

  /** Jobs that wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Process ids of the living executors. */
  get pids(): number[] {
    return this.#slots.flatMap(({ executor }) => (executor?.alive && executor.pid !== undefined ? [executor.pid] : []));
  }

  infer(key: string, feeds: Tensors, signal?: AbortSignal): Promise<Tensors> {
    if (this.#closing.signal.aborted) return Promise.reject(new UnavailableError("the server is shutting down"));
    if (this.#queue.full) {
      return Promise.reject(new BusyError(`${this.#queue.length} requests are waiting already`, this.retryAfter()));
    }
    const job = new Job(key, feeds, signal);
    this.#queue.push(job);
    this.#dispatch();
    return job.answer;
  }

  /** Whole seconds until the jobs that wait now should be done: 1 to 30. */
  retryAfter(): number {
    const seconds = (this.#queue.length * this.#runTime) / Math.max(1, this.ready) / 1000;
    return Math.min(30, Math.max(1, Math.ceil(seconds)));
  }

  /** Ends the executors. Jobs that still wait are refused, so let them finish first. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearInterval(this.#health);
    for (let job = this.#queue.shift(); job !== undefined; job = this.#queue.shift()) {
      job.reject(new UnavailableError("the server is shutting down"));
    }
    await Promise.all(this.#slots.map((slot) => slot.executor?.end()));
    await Promise.all(this.#tending);
  }

  async #launch(): Promise<Executor> {
    const executor = await Executor.start();
    try {
      await executor.load(this.#graphs);
    } catch (error) {
      executor.kill("could not load its models");
      throw error;
    }
    return executor;
  }

  #adopt(executor: Executor): void {
    const slot: Slot = { executor: undefined, busy: false, since: 0, backoff: new Backoff() };
    this.#slots.push(slot);
    this.#tending.push(this.#tend(slot, executor));
  }

  /** Holds a slot filled until the pool closes. */
  async #tend(slot: Slot, first: Executor): Promise<void> {
    for (let executor: Executor | undefined = first; executor !== undefined; executor = await this.#replace(slot)) {
      slot.executor = executor;
      slot.since = performance.now();
      this.#onEvent({ kind: "ready", pid: executor.pid });
      this.#dispatch();
      const why = await executor.exited;
      slot.executor = undefined;
      if (this.#closing.signal.aborted) return;
      this.#onEvent({ kind: "died", pid: executor.pid, why });
    }
  }

  async #replace(slot: Slot): Promise<Executor | undefined> {
    if (performance.now() - slot.since > STABLE) slot.backoff.reset();
    for (;;) {
      await this.#pause(slot.backoff.next());
      if (this.#closing.signal.aborted) return undefined;
      try {
        const executor = await this.#launch();
        if (!this.#closing.signal.aborted) return executor;
        await executor.end();
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        this.#onEvent({ kind: "start failed", why, retryIn: slot.backoff.peek });
      }
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    // Rejects when the pool closes meanwhile, which the caller looks at itself.
    await delay(milliseconds, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }

  #dispatch(): void {
    for (const slot of this.#slots) {
      if (slot.busy || !slot.executor?.alive) continue;
      const job = this.#queue.shift();
      if (job === undefined) return;
      void this.#run(slot, slot.executor, job);
    }
  }

  async #run(slot: Slot, executor: Executor, job: Job): Promise<void> {
    slot.busy = true;
    const start = performance.now();
    try {
      job.resolve(await executor.run(job.key, job.feeds, this.#limits.runDeadline));
      this.#runTime += (performance.now() - start - this.#runTime) / 16;
    } catch (error) {
      if (error instanceof ExecutorDied) this.#lose(job, error);
      else job.reject(error);
    } finally {
      slot.busy = false;
      this.#dispatch();
    }
  }

  #lose(job: Job, error: ExecutorDied): void {
    job.losses += 1;
    if (job.losses < MOST_LOSSES && !job.settled && !this.#closing.signal.aborted) this.#queue.putBack(job);
    else job.reject(error);
  }

  #checkHealth(): void {
    for (const slot of this.#slots) {
      if (slot.busy || !slot.executor?.alive) continue;
      void this.#ping(slot, slot.executor);
    }
  }

  async #ping(slot: Slot, executor: Executor): Promise<void> {
    slot.busy = true;
    // A failure has killed the executor, and `#tend` sees to the rest.
    await executor.ping(this.#limits.healthInterval / 2).catch(() => undefined);
    slot.busy = false;
    this.#dispatch();
  }
}
