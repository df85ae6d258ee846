/**
 * Starts an executor and loads one model after the other into it. A model may be broken in any way, also so that
 * onnxruntime dies of it: that costs this process, which is then started again with what has passed so far.
 */
import { FailedError } from "../../core/errors.js";
import { Executor } from "./executor.js";
import { ExecutorDied } from "./executor-died.js";
import type { KeyedGraph, LoadedGraph } from "./messages.js";

/** An executor, and what it holds, by the graphs' keys. */
export interface Holding {
  readonly executor: Executor;
  readonly graphs: ReadonlyMap<string, LoadedGraph>;
}

/** An executor with the models that have passed. */
export class Loader {
  #executor: Executor;
  readonly #passed: KeyedGraph[] = [];
  readonly #loaded = new Map<string, LoadedGraph>();
  #discarded = false;

  private constructor(executor: Executor) {
    this.#executor = executor;
  }

  /** @throws ExecutorStartError when no executor can be started at all. */
  static async start(): Promise<Loader> {
    return new Loader(await Executor.start());
  }

  /**
   * Loads a model's graphs and checks them against their golden outputs.
   *
   * @throws the reason why this model must not be served; ExecutorStartError when it took the process down and no other one
   * can be started.
   */
  async load(graphs: readonly KeyedGraph[]): Promise<void> {
    try {
      for (const loaded of await this.#executor.load(graphs)) this.#loaded.set(loaded.key, loaded);
      this.#passed.push(...graphs);
    } catch (error) {
      if (this.#executor.alive || this.#discarded) throw error;
      await this.#startAgain();
      if (error instanceof ExecutorDied) throw new FailedError(`loading it ended the process: ${error.reason}`);
      throw error;
    }
  }

  /** Hands the executor over, loaded with everything that passed. */
  release(): Holding {
    return { executor: this.#executor, graphs: this.#loaded };
  }

  /** Ends the executor, also in the middle of a load, which then fails. */
  async discard(): Promise<void> {
    this.#discarded = true;
    await this.#executor.end();
  }

  async #startAgain(): Promise<void> {
    await this.#executor.exited;
    this.#executor = await Executor.start();
    if (this.#passed.length > 0) await this.#executor.load(this.#passed);
  }
}
