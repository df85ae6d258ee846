/** How many operations are in progress. A full server says so at once, before it reads a body. */
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
   * Looks whether there is a place, and takes none.
   *
   * @param retryAfter seconds to tell those who do not get in.
   * @throws BusyError when it is full.
   */
  check(retryAfter: () => number): void {
    if (this.#inside < this.#limit) return;
    throw new BusyError(`${this.#inside} requests are in progress, and that is the limit`, retryAfter());
  }

  /**
   * Takes a place.
   *
   * @returns what gives it back, once.
   * @throws BusyError when it is full.
   */
  enter(retryAfter: () => number): () => void {
    this.check(retryAfter);
    this.#inside += 1;
    let inside = true;
    return () => {
      if (inside) this.#inside -= 1;
      inside = false;
    };
  }
}
