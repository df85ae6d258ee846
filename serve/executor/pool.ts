/**
 * Hands jobs to executor processes in batches that these pull: whoever is free takes what waits. What an executor took along
 * when it died is tried once more, each job alone, since a run changes nothing; an executor that hangs or is stopped is
 * killed.
 */
import { restoreError } from "../../core/carried-error.js";
import { UnavailableError } from "../../core/errors.js";
import type { Tensors } from "../../core/tensor.js";
import { BatchQueue } from "./batch-queue.js";
import { BusyError } from "./busy-error.js";
import { DeadlineError } from "./deadline-error.js";
import type { Executor } from "./executor.js";
import { ExecutorDied } from "./executor-died.js";
import { ExecutorStartError } from "./executor-start-error.js";
import type { Inference } from "./inference.js";
import { Job } from "./job.js";
import { type Holding, Loader } from "./loader.js";
import type { BatchAnswer, KeyedGraph } from "./messages.js";
import { Place, type SentBatch } from "./place.js";
import type { PoolEvent } from "./pool-event.js";
import { joinRows, takeRows } from "./rows.js";
import type { StopSignal } from "./stop-signal.js";

/** How often a job may be lost before it is suspected of killing executors. */
const MOST_LOSSES = 2;
/** Batches that an executor may have at a time: the one it is at, and the next. */
const MOST_SENT = 2;
/**
 * From how many ms on a run is long enough for the next batch to be sent before it is done, as soon as that one is as
 * large. Of shorter ones more would be lost by a smaller batch than by the pause between the two.
 */
const LONG_RUN = 1;

/** Settings of a pool. */
export interface PoolLimits {
  /** Executor processes. */
  readonly executors: number;
  /** Jobs that may wait. */
  readonly queue: number;
  /** Rows of several callers that are run together; 1 turns batching off. */
  readonly maxBatch: number;
  /** ms that one run may take before its executor is killed. */
  readonly runDeadline: number;
  /** ms between signs of life asked of each executor, whatever it is at; see `Executor.ping`. */
  readonly healthInterval: number;
}

/** What a pool holds: the graphs of each model stand and fall together. */
export interface PoolModel {
  readonly name: string;
  readonly graphs: readonly KeyedGraph[];
}

/** Executors that all hold the same models. The set never changes: another set is another pool. */
export class ExecutorPool implements Inference {
  readonly #models: readonly PoolModel[];
  readonly #limits: PoolLimits;
  readonly #queue: BatchQueue;
  readonly #places: Place[] = [];
  readonly #closing = new AbortController();
  readonly #onEvent: (event: PoolEvent) => void;
  #health: NodeJS.Timeout | undefined;
  /** Moving average of the ms that a job takes of an executor, for `Retry-After`. */
  #jobTime = 0;
  /** Moving average of a run's ms, by graph. */
  readonly #runTime = new Map<string, number>();
  /** Graphs that some executor could not load when it was started again. */
  readonly #lost = new Map<string, string>();

  private constructor(models: readonly PoolModel[], limits: PoolLimits, onEvent: (event: PoolEvent) => void) {
    this.#models = models;
    this.#limits = limits;
    this.#queue = new BatchQueue(limits.queue);
    this.#onEvent = onEvent;
  }

  /**
   * Starts all executors of a pool.
   *
   * @param first an executor that has loaded the models already; the pool owns it from now on.
   * @throws what `Loader.start` and `load` throw; nothing is left running then.
   */
  static async start(
    models: readonly PoolModel[],
    limits: PoolLimits,
    onEvent: (event: PoolEvent) => void,
    first?: Holding,
  ): Promise<ExecutorPool> {
    const pool = new ExecutorPool(models, limits, onEvent);
    const missing = limits.executors - (first === undefined ? 0 : 1);
    const refuse = (_: PoolModel, error: unknown) => {
      throw error;
    };
    const starts = await Promise.allSettled(Array.from({ length: missing }, () => pool.#launch(refuse)));
    const holdings = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
    if (first !== undefined) holdings.unshift(first);
    const failure = starts.find((start) => start.status === "rejected");
    if (failure !== undefined) {
      await Promise.all(holdings.map(({ executor }) => executor.end()));
      throw failure.reason;
    }
    const report = (event: PoolEvent) => {
      onEvent(event);
      if (event.kind !== "ready") return;
      // It may lack what its predecessor had.
      pool.#giveUpHopeless();
      pool.#dispatch();
    };
    const keeper = {
      launch: () => pool.#launch((model, error) => pool.#lose(model, error)),
      report,
      despaired: () => pool.#giveUpHopeless(),
      closing: pool.#closing.signal,
    };
    for (const holding of holdings) pool.#places.push(new Place(holding, keeper));
    pool.#health = setInterval(() => pool.#checkHealth(), limits.healthInterval).unref();
    return pool;
  }

  /** Executors that can take a job or are at one, and give signs of life. */
  get ready(): number {
    return this.#places.filter(({ executor }) => executor?.responsive(this.#limits.runDeadline / 2) === true).length;
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

  infer(key: string, feeds: Tensors, signal?: StopSignal): Promise<Tensors> {
    if (this.#closing.signal.aborted) return Promise.reject(new UnavailableError("the server is shutting down"));
    const hopeless = this.#hopeless(key);
    if (hopeless !== undefined) return Promise.reject(hopeless);
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
    const seconds = (this.#queue.length * this.#jobTime) / Math.max(1, this.pids.length) / 1000;
    return Math.min(30, Math.max(1, Math.ceil(seconds)));
  }

  /** Ends the executors. Jobs that still wait are refused, so let them finish first. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearInterval(this.#health);
    for (const job of this.#queue.takeAll()) job.reject(new UnavailableError("the server is shutting down"));
    await Promise.all(this.#places.map((place) => place.end()));
  }

  /** @param lost what to do about a model that cannot be loaded. */
  async #launch(lost: (model: PoolModel, error: unknown) => void): Promise<Holding> {
    const loader = await Loader.start();
    try {
      for (const model of this.#models) {
        try {
          await loader.load(model.graphs);
        } catch (error) {
          if (error instanceof ExecutorStartError || this.#closing.signal.aborted) throw error;
          lost(model, error);
        }
      }
    } catch (error) {
      await loader.discard();
      throw error;
    }
    return loader.release();
  }

  /** Hands out what waits: to those who have nothing to do first, then to those for whom it pays to have it early. */
  #dispatch(): void {
    for (let sent = 0; sent < MOST_SENT; sent++) {
      for (const place of this.#places) {
        if (this.#queue.length === 0) return;
        const { executor } = place;
        if (executor === undefined || place.sent.length !== sent) continue;
        const mostRows = (key: string) => this.#mostRows(place, key);
        if (sent > 0 && !this.#worthSendingEarly(place, mostRows)) continue;
        const jobs = this.#queue.take(mostRows);
        if (jobs.length > 0) void this.#run(place, executor, jobs);
      }
    }
  }

  #mostRows(place: Place, key: string): number {
    if (!place.holds(key)) return 0;
    return place.joins(key) ? this.#limits.maxBatch : 1;
  }

  /** A batch that is sent early takes no further rows: it goes when it can hardly grow, or is as large as the one before. */
  #worthSendingEarly(place: Place, mostRows: (key: string) => number): boolean {
    const next = this.#queue.peek(mostRows);
    const [current] = place.sent;
    if (next === undefined || current === undefined) return false;
    const most = mostRows(next.key);
    if (most === 1 || next.rows >= most) return true;
    const time = this.#runTime.get(current.jobs[0]?.key ?? "") ?? 0;
    return time >= LONG_RUN && next.rows >= current.rows;
  }

  async #run(place: Place, executor: Executor, jobs: readonly Job[]): Promise<void> {
    const [first] = jobs;
    if (first === undefined) return;
    const rows = jobs.map((job) => job.rows);
    const sent = place.send(
      jobs,
      rows.reduce((sum, count) => sum + count, 0),
    );
    try {
      const feeds = joinRows(jobs.map((job) => job.feeds));
      const answer = await executor.run({ key: first.key, rows, feeds }, this.#limits.runDeadline);
      place.done(sent, true);
      this.#note(first.key, answer.milliseconds, jobs.length);
      // Before the answers are looked at: that takes time, in which the executor has something to do.
      this.#dispatch();
      settle(jobs, answer);
    } catch (error) {
      place.done(sent, false);
      if (error instanceof ExecutorDied) this.#afterDeath(sent, executor, error);
      else for (const job of jobs) job.reject(error);
      this.#dispatch();
    }
  }

  #note(key: string, milliseconds: number, jobs: number): void {
    this.#jobTime += (milliseconds / jobs - this.#jobTime) / 16;
    const before = this.#runTime.get(key) ?? milliseconds;
    this.#runTime.set(key, before + (milliseconds - before) / 16);
  }

  #afterDeath({ jobs, begun }: SentBatch, executor: Executor, error: ExecutorDied): void {
    const closing = this.#closing.signal.aborted;
    const reason = executor.hung
      ? new DeadlineError(`the model gave no answer within ${this.#limits.runDeadline / 1000} s`)
      : error;
    // From the last one on: each goes to the front.
    for (const job of jobs.toReversed()) {
      if (job.settled) continue;
      if (begun) job.losses += 1;
      const guilty = begun && executor.hung && jobs.length === 1;
      if (closing || guilty || job.losses >= MOST_LOSSES) {
        job.reject(reason);
        continue;
      }
      // One of them may have done it: alone, the next time it is the only one that can be hurt.
      if (begun) job.alone = true;
      this.#queue.putBack(job);
    }
    this.#giveUpHopeless();
  }

  #lose(model: PoolModel, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    for (const { key } of model.graphs) this.#lost.set(key, model.name);
    this.#onEvent({ kind: "model lost", model: model.name, why });
  }

  /** Why nobody should wait for a graph: no executor has it or comes soon. */
  #hopeless(key: string): UnavailableError | undefined {
    if (this.#places.some((place) => place.hopeful && place.holds(key))) return undefined;
    const model = this.#lost.get(key);
    if (model !== undefined && this.#places.some(({ hopeful }) => hopeful)) {
      return new UnavailableError(`the published files of ${model} are damaged, and no executor has it any more`);
    }
    if (this.#places.some(({ hopeful }) => hopeful)) return new UnavailableError(`no executor has loaded ${key}`);
    return new UnavailableError("no executor can be started now");
  }

  #giveUpHopeless(): void {
    for (const job of this.#queue.takeAll((key) => this.#hopeless(key) !== undefined)) {
      job.reject(this.#hopeless(job.key));
    }
  }

  #checkHealth(): void {
    for (const { executor } of this.#places) executor?.ping();
  }
}

/** Gives each caller its own rows, or its own error. */
function settle(jobs: readonly Job[], { parts, faults }: BatchAnswer): void {
  for (const [caller, error] of faults) jobs[caller]?.reject(restoreError(error));
  for (const { from, to, outputs } of parts) {
    if (to - from === 1) {
      jobs[from]?.resolve(outputs);
      continue;
    }
    let row = 0;
    for (const job of jobs.slice(from, to)) {
      if (!job.settled) job.resolve(takeRows(outputs, row, row + job.rows));
      row += job.rows;
    }
  }
}
