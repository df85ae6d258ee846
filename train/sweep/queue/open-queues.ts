/** The queues of all sweeps on a Redis whose artefacts this worker can reach, oldest first. */
import { type Job, Worker } from "bullmq";
import type { Reporter } from "../../../core/reporter.js";
import type { Blobs } from "../artefacts/blobs.js";
import { QUEUES_KEY } from "./job.js";
import type { RedisLink } from "./redis-link.js";
import { type SharedSweep, sweepOfQueue } from "./sweep-identity.js";
import type { Timing } from "./timing.js";

/**
 * Times a job may be taken over from a worker that has died. Machines that can be taken away at any time die often; only a
 * run that takes every machine down with it must end some day.
 */
const MOST_TAKEOVERS = 100;

/** Milliseconds until artefacts that were not found are looked for again: a network file system may show them late. */
const LOOK_AGAIN_MS = 30_000;

/** A job that this worker holds the lock of. */
export interface TakenJob {
  readonly job: Job;
  readonly token: string;
  readonly sweep: SharedSweep;
}

interface OpenQueue {
  readonly sweep: SharedSweep;
  readonly worker: Worker;
  /** Jobs of it that are worked on. */
  taken: number;
}

/** BullMQ's worker is used for its scripts and its look for stalled jobs; jobs are fetched one by one. */
export class OpenQueues {
  readonly #link: RedisLink;
  readonly #blobs: Blobs;
  readonly #timing: Timing;
  readonly #reporter: Reporter;
  readonly #open = new Map<string, OpenQueue>();
  /** Queues whose artefacts are elsewhere, and when they were looked for. */
  readonly #elsewhere = new Map<string, number>();

  constructor(link: RedisLink, blobs: Blobs, timing: Timing, reporter: Reporter) {
    this.#link = link;
    this.#blobs = blobs;
    this.#timing = timing;
    this.#reporter = reporter;
  }

  /** The next job of the oldest sweep that has one, or null. */
  async next(token: string): Promise<TakenJob | null> {
    const names = await this.#link.redis.zrange(QUEUES_KEY, "0", "-1");
    await this.#closeOthers(names);
    for (const name of names) {
      const queue = await this.#queueOf(name);
      if (queue === null) continue;
      queue.taken += 1;
      const job = await queue.worker.getNextJob(token, { block: false });
      if (job !== undefined) return { job, token, sweep: queue.sweep };
      queue.taken -= 1;
    }
    return null;
  }

  /** Must be called when a job is no longer worked on. */
  release({ sweep }: TakenJob): void {
    const queue = this.#open.get(sweep.queue);
    if (queue !== undefined) queue.taken -= 1;
  }

  /** Ends the looks for stalled jobs and the connections. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ worker }) => worker.close(true)));
    this.#open.clear();
  }

  /** Sweeps that are over. */
  async #closeOthers(names: readonly string[]): Promise<void> {
    for (const [name, { worker, taken }] of this.#open) {
      if (names.includes(name) || taken > 0) continue;
      this.#open.delete(name);
      await worker.close(true);
    }
  }

  async #queueOf(name: string): Promise<OpenQueue | null> {
    const known = this.#open.get(name);
    if (known !== undefined) return known;
    const lookedAt = this.#elsewhere.get(name);
    if (lookedAt !== undefined && performance.now() - lookedAt < LOOK_AGAIN_MS) return null;
    const sweep = await sweepOfQueue(this.#blobs, name);
    // Asked again: two of this worker's jobs may look at once.
    const meanwhile = this.#open.get(name);
    if (meanwhile !== undefined) return meanwhile;
    if (sweep === null) {
      const text = `The queue ${name} keeps its artefacts elsewhere than in ${this.#blobs.place}: passed over.`;
      if (!this.#elsewhere.has(name)) this.#reporter.warn(text);
      this.#elsewhere.set(name, performance.now());
      return null;
    }
    const { lock, stalled } = this.#timing;
    const worker = new Worker(name, null, {
      connection: this.#link.redis,
      autorun: false,
      lockDuration: lock,
      stalledInterval: stalled,
      maxStalledCount: MOST_TAKEOVERS,
    });
    worker.on("error", (error) => {
      // That Redis is gone is said once, by the link.
      if (this.#link.gone || isConnectionError(error)) return;
      this.#reporter.warn(`${name}: ${error.message}`);
      // Any other error ends BullMQ's look for stalled jobs for good; a dead worker's run must not wait for ever.
      setTimeout(() => void worker.startStalledCheckTimer(), stalled).unref();
    });
    const queue = { sweep, worker, taken: 0 };
    this.#open.set(name, queue);
    await worker.startStalledCheckTimer();
    this.#reporter.note(`Working on ${sweep.folder}.`);
    return queue;
  }
}

function isConnectionError(error: Error): boolean {
  const code = "code" in error ? String(error.code) : "";
  return /^E(CONN|PIPE|NOTFOUND|HOST|NET|TIMEDOUT)/.test(code) || /connection is closed/i.test(error.message);
}
