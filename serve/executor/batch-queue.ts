/**
 * Jobs that wait, in the order they came, no more than a bound. An executor that is free takes a batch: the oldest job and
 * those behind it that fit to it. A job that was given up frees its place at once, and is left out when a batch forms.
 * The model for it is the queue of text-embeddings-inference (`core/src/queue.rs`): who is free pulls, and no timer waits
 * for a batch to fill.
 */
import type { Job } from "./job.js";

/** Jobs of one graph and shape, oldest first, and the rows of those that still wait. */
interface Line {
  readonly jobs: Job[];
  rows: number;
}

/** Lines that are kept when they are empty: a graph has one, unless shapes are the caller's choice. */
const KEPT_LINES = 64;

/** The batch that would be taken next. */
export interface NextBatch {
  readonly key: string;
  /** Rows that wait and fit to it; its first job's alone when they must not be joined. */
  readonly rows: number;
}

/** The most rows of a graph in one batch: 1 when its rows must not be joined, 0 when it cannot be run. */
export type MostRows = (key: string) => number;

/** A bounded queue that is taken from in batches. */
export class BatchQueue {
  readonly #lines = new Map<string, Line>();
  readonly #limit: number;
  #waiting = 0;
  #last = 0;
  #first = 0;

  /** @param limit the most jobs that may wait. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Jobs that wait. */
  get length(): number {
    return this.#waiting;
  }

  /** True when no other job may come. */
  get full(): boolean {
    return this.#waiting >= this.#limit;
  }

  /** Adds a job at the end. One that is settled already is nobody's. */
  push(job: Job): void {
    this.#last += 1;
    job.place = this.#last;
    this.#enter(job).push(job);
  }

  /** Puts a job that was lost with its executor back to where it was: first. The bound does not count here. */
  putBack(job: Job): void {
    this.#first -= 1;
    job.place = this.#first;
    this.#enter(job).unshift(job);
  }

  /** What `take` would give. */
  peek(mostRows: MostRows): NextBatch | undefined {
    const line = this.#oldest(mostRows);
    const job = line?.jobs[0];
    if (line === undefined || job === undefined) return undefined;
    return { key: job.key, rows: job.alone || mostRows(job.key) === 1 ? job.rows : line.rows };
  }

  /** Takes the oldest job that can be run, however many rows it has, and those that fit to it. */
  take(mostRows: MostRows): Job[] {
    const line = this.#oldest(mostRows);
    if (line === undefined) return [];
    const batch: Job[] = [];
    let room = 0;
    for (let job = line.jobs[0]; job !== undefined; job = line.jobs[0]) {
      if (!job.settled) {
        const first = batch.length === 0;
        if (first) room = job.alone ? 0 : mostRows(job.key);
        else if (job.alone || job.rows > room) break;
        room -= job.rows;
        this.#leave(job);
        batch.push(job);
      }
      line.jobs.shift();
    }
    return batch;
  }

  /** Takes all jobs that wait, or those of some graphs. */
  takeAll(of: (key: string) => boolean = () => true): Job[] {
    const taken = [...this.#lines.values()].flatMap(({ jobs }) => jobs.filter((job) => !job.settled && of(job.key)));
    for (const job of taken) this.#leave(job);
    for (const line of this.#lines.values()) {
      const rest = line.jobs.filter((job) => !taken.includes(job));
      line.jobs.splice(0, line.jobs.length, ...rest);
    }
    return taken;
  }

  #enter(job: Job): Job[] {
    const line = this.#lines.get(job.shape) ?? { jobs: [], rows: 0 };
    if (job.settled) return [];
    this.#lines.set(job.shape, line);
    line.rows += job.rows;
    this.#waiting += 1;
    job.onSettled = () => this.#leave(job);
    return line.jobs;
  }

  #leave(job: Job): void {
    job.onSettled = undefined;
    this.#waiting -= 1;
    const line = this.#lines.get(job.shape);
    if (line !== undefined) line.rows -= job.rows;
  }

  /** The line whose first job came before all others that can be run; what was given up is dropped on the way. */
  #oldest(mostRows: MostRows): Line | undefined {
    let oldest: Line | undefined;
    let place = Number.POSITIVE_INFINITY;
    for (const [shape, line] of this.#lines) {
      while (line.jobs[0]?.settled === true) line.jobs.shift();
      const [job] = line.jobs;
      if (job === undefined) {
        if (this.#lines.size > KEPT_LINES) this.#lines.delete(shape);
      } else if (job.place < place && mostRows(job.key) > 0) {
        oldest = line;
        place = job.place;
      }
    }
    return oldest;
  }
}
