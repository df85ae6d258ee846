/** How long to wait before the next try: nothing after the first failure, then 0.1 s, doubling to 10 s. */
export class Backoff {
  #failures = 0;

  /** Milliseconds that the next `next` will give. */
  get peek(): number {
    return this.#failures === 0 ? 0 : Math.min(10_000, 100 * 2 ** (this.#failures - 1));
  }

  /** Milliseconds to wait now; counts a failure. */
  next(): number {
    const wait = this.peek;
    this.#failures += 1;
    return wait;
  }

  /** Forgets the failures: it has worked for long enough. */
  reset(): void {
    this.#failures = 0;
  }
}
