/** How much of the time between the first and the last step a training spent waiting for its data. */

/** Adds up waiting. Everything between two steps counts: reading, assembling, and what the event loop did for them. */
export class Waiting {
  #since: number | undefined;
  #stepped = false;
  #total = 0;
  #waited = 0;

  /** Waits for something, and counts how long that takes while steps are going on. */
  async for<Value>(value: Promise<Value>): Promise<Value> {
    const from = performance.now();
    try {
      return await value;
    } finally {
      if (this.#since !== undefined) this.#waited += performance.now() - from;
    }
  }

  /** An epoch begins. What lies between two of them, evaluation, is not part of the time that is shared out. */
  start(): void {
    if (this.#stepped) this.#since = performance.now();
  }

  /** A step is done. The very first one, which records the graph, is where counting begins: it would hide the rest. */
  stepped(): void {
    if (this.#stepped) return;
    this.#stepped = true;
    this.start();
  }

  /** An epoch ends. */
  pause(): void {
    if (this.#since !== undefined) this.#total += performance.now() - this.#since;
    this.#since = undefined;
  }

  /** The share so far, 0 to 1; 0 before the first step. */
  get share(): number {
    const total = this.#total + (this.#since === undefined ? 0 : performance.now() - this.#since);
    return total === 0 ? 0 : this.#waited / total;
  }
}

/** `0.4 %`: a share for a person. */
export function percentOf(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
