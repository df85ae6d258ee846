/** One place in a pool: there is an executor in it, or one is on its way. */

import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "../../core/errors.js";
import { Backoff } from "./backoff.js";
import type { Executor } from "./executor.js";
import type { Job } from "./job.js";
import type { Holding } from "./loader.js";
import type { PoolEvent } from "./pool-event.js";

/** An executor that lived this long (ms) did not die of a bad start. */
const STABLE = 30_000;
/** A longer pause than this (ms) before the next start is too long to wait for. */
const WORTH_WAITING = 500;

/** Jobs that were sent to an executor together. */
export interface SentBatch {
  readonly jobs: readonly Job[];
  readonly rows: number;
  /** True once those sent before it are done, so that the executor is at it. */
  begun: boolean;
}

/** What a place needs of its pool. */
export interface PlaceKeeper {
  /** Starts an executor with all models loaded that can be. */
  launch(): Promise<Holding>;
  report(event: PoolEvent): void;
  /** Called when the place has lost hope that an executor comes soon. */
  despaired(): void;
  readonly closing: AbortSignal;
}

export class Place {
  readonly #keeper: PlaceKeeper;
  readonly #backoff = new Backoff();
  #holding: Holding;
  #since = 0;
  #hopeful = true;
  #sent: SentBatch[] = [];
  /** Resolves when the pool has closed and the last executor has ended. */
  readonly abandoned: Promise<void>;

  constructor(first: Holding, keeper: PlaceKeeper) {
    this.#keeper = keeper;
    this.#holding = first;
    this.abandoned = this.#tend();
  }

  /** The executor that can take work or is at it; undefined while there is none. */
  get executor(): Executor | undefined {
    return this.#holding.executor.alive ? this.#holding.executor : undefined;
  }

  /** False while no executor can be expected soon. */
  get hopeful(): boolean {
    return this.#hopeful;
  }

  /** Batches that the executor has and has not answered; the first is the one it is at. */
  get sent(): readonly SentBatch[] {
    return this.#sent;
  }

  /** True when the executor that is here, or was, has loaded the graph. */
  holds(key: string): boolean {
    return this.#holding.graphs.has(key);
  }

  /** True when rows of several callers may be run together here. */
  joins(key: string): boolean {
    return this.#holding.graphs.get(key)?.joins ?? false;
  }

  /** Notes a batch that is being sent. */
  send(jobs: readonly Job[], rows: number): SentBatch {
    const batch = { jobs, rows, begun: this.#sent.length === 0 };
    this.#sent.push(batch);
    return batch;
  }

  /** Notes that a batch was answered, or lost: then those behind it have never begun. */
  done(batch: SentBatch, answered: boolean): void {
    this.#sent = this.#sent.filter((one) => one !== batch);
    const [next] = this.#sent;
    if (answered && next !== undefined) next.begun = true;
  }

  /** Ends the executor, if there is one; nobody takes its place once the pool is closing. */
  async end(): Promise<void> {
    await this.#holding.executor.end();
    await this.abandoned;
  }

  async #tend(): Promise<void> {
    for (;;) {
      const { executor } = this.#holding;
      this.#since = performance.now();
      this.#hopeful = true;
      this.#keeper.report({ kind: "ready", pid: executor.pid });
      const why = await executor.exited;
      if (this.#keeper.closing.aborted) return;
      this.#keeper.report({ kind: "died", pid: executor.pid, why });
      const next = await this.#replace();
      if (next === undefined) return;
      this.#holding = next;
    }
  }

  async #replace(): Promise<Holding | undefined> {
    if (performance.now() - this.#since > STABLE) this.#backoff.reset();
    const { closing, launch, report } = this.#keeper;
    for (;;) {
      const pause = this.#backoff.next();
      if (pause > WORTH_WAITING) this.#despair();
      // Rejects when the pool closes meanwhile, which is looked at next.
      await delay(pause, undefined, { signal: closing }).catch(() => undefined);
      if (closing.aborted) return undefined;
      try {
        const next = await launch();
        if (!closing.aborted) return next;
        await next.executor.end();
      } catch (error) {
        const why = messageOf(error);
        report({ kind: "start failed", why, retryIn: this.#backoff.peek });
        this.#despair();
      }
    }
  }

  #despair(): void {
    this.#hopeful = false;
    this.#keeper.despaired();
  }
}
