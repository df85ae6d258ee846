/** Jobs in the order they came, no more than a bound. An abandoned job gives its place up at once. */
import type { Job } from "./job.js";

/** A bounded first-in, first-out queue. */
export class JobQueue {
  readonly #jobs: Job[] = [];
  readonly #limit: number;

  /** @param limit the most jobs that may wait. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Jobs that wait. */
  get length(): number {
    return this.#jobs.length;
  }

  /** True when no other job may come. */
  get full(): boolean {
    return this.#jobs.length >= this.#limit;
  }

  /** Adds a job at the end. */
  push(job: Job): void {
    this.#jobs.push(job);
    this.#leaveWhenSettled(job);
  }

  /** Puts a job that was lost with its executor back to where it was: first. The bound does not count here. */
  putBack(job: Job): void {
    this.#jobs.unshift(job);
    this.#leaveWhenSettled(job);
  }

  /** Takes the oldest job that somebody still waits for. */
  shift(): Job | undefined {
    for (;;) {
      const job = this.#jobs.shift();
      if (job === undefined || !job.settled) return job;
    }
  }

  #leaveWhenSettled(job: Job): void {
    const leave = () => {
      const place = this.#jobs.indexOf(job);
      if (place !== -1) this.#jobs.splice(place, 1);
    };
    job.answer.then(leave, leave);
  }
}
