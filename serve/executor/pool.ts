/**
 * Hands jobs to executor processes, one at a time each. The job that an executor took along when it died is tried once
 * more, since a run changes nothing; an executor that hangs is killed, and its job is not tried again.
 */
import { UnavailableError } from "../../core/errors.js";
import type { Tensors } from "../../core/tensor.js";
import { BusyError } from "./busy-error.js";
import { Executor } from "./executor.js";
import { ExecutorDied } from "./executor-died.js";
import type { Inference } from "./inference.js";
import { Job } from "./job.js";
import { JobQueue } from "./job-queue.js";
import type { KeyedGraph } from "./messages.js";
import { Place } from "./place.js";
import type { PoolEvent } from "./pool-event.js";

/** How often a job may be lost before it is suspected of killing executors. */
const MOST_LOSSES = 2;

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

/** Executors that all hold the same graphs. The set never changes: another set is another pool. */
export class ExecutorPool implements Inference {
  readonly #graphs: readonly KeyedGraph[];
  readonly #limits: PoolLimits;
  readonly #queue: JobQueue;
  readonly #places: Place[] = [];
  readonly #closing = new AbortController();
  #health: NodeJS.Timeout | undefined;
  /** Moving average of a run's ms, for `Retry-After`. */
  #runTime = 0;

  private constructor(graphs: readonly KeyedGraph[], limits: PoolLimits) {
    this.#graphs = graphs;
    this.#limits = limits;
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
    const pool = new ExecutorPool(graphs, limits);
    const missing = limits.executors - (first === undefined ? 0 : 1);
    const starts = await Promise.allSettled(Array.from({ length: missing }, () => pool.#launch()));
    const executors = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
    if (first !== undefined) executors.unshift(first);
    const failure = starts.find((start) => start.status === "rejected");
    if (failure !== undefined) {
      await Promise.all(executors.map((executor) => executor.end()));
      throw failure.reason;
    }
    const report = (event: PoolEvent) => {
      onEvent(event);
      if (event.kind === "ready") pool.#dispatch();
    };
    const keeper = { launch: () => pool.#launch(), report, closing: pool.#closing.signal };
    for (const executor of executors) pool.#places.push(new Place(executor, keeper));
    pool.#health = setInterval(() => pool.#checkHealth(), limits.healthInterval).unref();
    return pool;
  }

  /** Executors that can take a job or are at one. */
  get ready(): number {
    return this.pids.length;
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
    return this.#places.flatMap(({ executor }) => executor?.pid ?? []);
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
    await Promise.all(this.#places.map((place) => place.end()));
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

  #dispatch(): void {
    for (const place of this.#places) {
      const executor = place.idle;
      if (executor === undefined) continue;
      const job = this.#queue.shift();
      if (job === undefined) return;
      void place.occupy(() => this.#run(executor, job)).then(() => this.#dispatch());
    }
  }

  async #run(executor: Executor, job: Job): Promise<void> {
    const start = performance.now();
    try {
      job.resolve(await executor.run(job.key, job.feeds, this.#limits.runDeadline));
      this.#runTime += (performance.now() - start - this.#runTime) / 16;
    } catch (error) {
      if (error instanceof ExecutorDied) this.#lose(job, error);
      else job.reject(error);
    }
  }

  #lose(job: Job, error: ExecutorDied): void {
    job.losses += 1;
    if (job.losses < MOST_LOSSES && !job.settled && !this.#closing.signal.aborted) this.#queue.putBack(job);
    else job.reject(error);
  }

  #checkHealth(): void {
    for (const place of this.#places) {
      const executor = place.idle;
      if (executor === undefined) continue;
      // A failure has killed the executor, and its place sees to the rest.
      const ping = () => executor.ping(this.#limits.healthInterval / 2).catch(() => undefined);
      void place.occupy(ping).then(() => this.#dispatch());
    }
  }
}
