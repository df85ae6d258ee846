/** One place in a pool: there is an executor in it, or one is on its way. */

import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "../../core/errors.js";
import { Backoff } from "./backoff.js";
import type { Executor } from "./executor.js";
import type { PoolEvent } from "./pool-event.js";

/** An executor that lived this long (ms) did not die of a bad start. */
const STABLE = 30_000;

/** What a place needs of its pool. */
export interface PlaceKeeper {
  /** Starts an executor with all graphs loaded. */
  launch(): Promise<Executor>;
  /** Called whenever the place is filled, and with everything else that happens. */
  report(event: PoolEvent): void;
  /** Aborted when the pool closes. */
  readonly closing: AbortSignal;
}

export class Place {
  readonly #keeper: PlaceKeeper;
  readonly #backoff = new Backoff();
  #executor: Executor;
  #since = 0;
  #busy = false;
  /** Resolves when the pool has closed and the last executor has ended. */
  readonly abandoned: Promise<void>;

  constructor(first: Executor, keeper: PlaceKeeper) {
    this.#keeper = keeper;
    this.#executor = first;
    this.abandoned = this.#tend();
  }

  /** The executor that can take work or is at it; undefined while there is none. */
  get executor(): Executor | undefined {
    return this.#executor.alive ? this.#executor : undefined;
  }

  /** The executor, if it has nothing to do. */
  get idle(): Executor | undefined {
    return this.#busy ? undefined : this.executor;
  }

  /** Occupies the place while `work` goes on. */
  async occupy(work: () => Promise<void>): Promise<void> {
    this.#busy = true;
    try {
      await work();
    } finally {
      this.#busy = false;
    }
  }

  /** Ends the executor, if there is one; nobody takes its place once the pool is closing. */
  async end(): Promise<void> {
    await this.#executor.end();
    await this.abandoned;
  }

  async #tend(): Promise<void> {
    for (;;) {
      const executor = this.#executor;
      this.#since = performance.now();
      this.#keeper.report({ kind: "ready", pid: executor.pid });
      const why = await executor.exited;
      if (this.#keeper.closing.aborted) return;
      this.#keeper.report({ kind: "died", pid: executor.pid, why });
      const next = await this.#replace();
      if (next === undefined) return;
      this.#executor = next;
    }
  }

  async #replace(): Promise<Executor | undefined> {
    if (performance.now() - this.#since > STABLE) this.#backoff.reset();
    const { closing, launch, report } = this.#keeper;
    for (;;) {
      // Rejects when the pool closes meanwhile, which is looked at next.
      await delay(this.#backoff.next(), undefined, { signal: closing }).catch(() => undefined);
      if (closing.aborted) return undefined;
      try {
        const executor = await launch();
        if (!closing.aborted) return executor;
        await executor.end();
      } catch (error) {
        const why = messageOf(error);
        report({ kind: "start failed", why, retryIn: this.#backoff.peek });
      }
    }
  }
}
