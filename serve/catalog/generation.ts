/**
 * What is served from one reload to the next: a fixed set of models and the executors that hold them. A request stays
 * with the generation it began in, so that its graphs are of one training, and an old generation ends when its last
 * request has.
 */
import type { ExecutorPool } from "../executor/pool.js";
import type { ActiveModel } from "./active-model.js";

export class Generation {
  /** By model name. */
  readonly models: ReadonlyMap<string, ActiveModel>;
  readonly pool: ExecutorPool;
  #users = 0;
  #idle: (() => void) | undefined;

  constructor(models: readonly ActiveModel[], pool: ExecutorPool) {
    this.models = new Map(models.map((model) => [model.name, model]));
    this.pool = pool;
  }

  /** Works with this generation; it lives at least until `work` is done. */
  async use<Value>(work: (generation: this) => Promise<Value>): Promise<Value> {
    const release = this.hold();
    try {
      return await work(this);
    } finally {
      release();
    }
  }

  /** Keeps this generation alive until the function that it returns is called. */
  hold(): () => void {
    this.#users += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#users -= 1;
      if (this.#users === 0) this.#idle?.();
    };
  }

  /**
   * Waits for its users and ends the executors. Nobody new may come.
   *
   * @param hurry when aborted, users are not waited for any longer.
   */
  async retire(hurry: AbortSignal): Promise<void> {
    if (this.#users > 0 && !hurry.aborted) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
        hurry.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    await this.pool.close();
  }
}
