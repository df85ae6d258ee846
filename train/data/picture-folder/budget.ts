/** Lets many small pictures through at once and large ones one by one, so that decoding never needs more than a budget. */

interface Waiting {
  readonly cost: number;
  readonly go: () => void;
}

/** A budget of bytes (or anything that adds up). First come, first served. */
export class Budget {
  readonly #total: number;
  readonly #waiting: Waiting[] = [];
  #used = 0;

  constructor(total: number) {
    this.#total = total;
  }

  /** Runs `work` when its cost fits; one that is larger than the whole budget runs alone. */
  async spend<Result>(cost: number, work: () => Promise<Result>): Promise<Result> {
    const charged = Math.min(cost, this.#total);
    await this.#enter(charged);
    try {
      return await work();
    } finally {
      this.#used -= charged;
      this.#admit();
    }
  }

  #enter(cost: number): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ cost, go });
      this.#admit();
    });
  }

  #admit(): void {
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined || this.#used + next.cost > this.#total) return;
      this.#waiting.shift();
      this.#used += next.cost;
      next.go();
    }
  }
}
