/** Means of step metrics over a stretch of steps, resumable: its sums go into the checkpoint. */
import type { Sums } from "./checkpoint/checkpoint.js";

/** Adds up metrics. */
export class Meter {
  #count: number;
  readonly #sums: Map<string, number>;

  constructor(state: Sums = { count: 0, sums: {} }) {
    this.#count = state.count;
    this.#sums = new Map(Object.entries(state.sums));
  }

  /** The sums, to be saved. */
  get state(): Sums {
    return { count: this.#count, sums: Object.fromEntries(this.#sums) };
  }

  add(metrics: Readonly<Record<string, number>>): void {
    this.#count += 1;
    for (const [name, value] of Object.entries(metrics)) this.#sums.set(name, (this.#sums.get(name) ?? 0) + value);
  }

  /** The means so far, each name with a prefix; starts anew afterwards. */
  take(prefix = ""): Record<string, number> {
    const count = Math.max(1, this.#count);
    const means = Object.fromEntries([...this.#sums].map(([name, sum]) => [prefix + name, sum / count]));
    this.#count = 0;
    this.#sums.clear();
    return means;
  }
}
