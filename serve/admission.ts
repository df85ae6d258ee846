/** How many operations are in progress: a full server says so at once, before it reads a body. */
import { BusyError } from "./executor/busy-error.js";

/** A counted door. */
export class Admission {
  readonly #limit: number;
  #inside = 0;

  /** @param limit the most that may be inside. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How many are inside. */
  get inside(): number {
    return this.#inside;
  }

  /**
   * Does work inside.
   *
   * @param retryAfter seconds to tell those who do not get in.
   * @throws BusyError when it is full.
   */
  async admit<Value>(retryAfter: () => number, work: () => Promise<Value>): Promise<Value> {
    if (this.#inside >= this.#limit) {
      throw new BusyError(`${this.#inside} requests are in progress, and that is the limit`, retryAfter());
    }
    this.#inside += 1;
    try {
      return await work();
    } finally {
      this.#inside -= 1;
    }
  }
}
