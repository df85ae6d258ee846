/**
 * The executor that tries candidates out. A candidate may be broken in any way, also so that onnxruntime dies of it:
 * that costs this process, which is then started again with what has passed so far.
 */
import { FailedError } from "../../core/errors.js";
import { Executor } from "../executor/executor.js";
import { ExecutorDied } from "../executor/executor-died.js";
import type { KeyedGraph } from "../executor/messages.js";

/** An executor with the bundles that have passed. */
export class Trial {
  #executor: Executor;
  readonly #passed: KeyedGraph[] = [];
  #discarded = false;

  private constructor(executor: Executor) {
    this.#executor = executor;
  }

  /** @throws FailedError when no executor can be started at all. */
  static async start(): Promise<Trial> {
    return new Trial(await Executor.start());
  }

  /**
   * Loads a bundle's graphs and checks them against their golden outputs.
   *
   * @throws the reason why this bundle must not be served.
   */
  async load(graphs: readonly KeyedGraph[]): Promise<void> {
    try {
      await this.#executor.load(graphs);
      this.#passed.push(...graphs);
    } catch (error) {
      if (this.#executor.alive || this.#discarded) throw error;
      await this.#startAgain();
      if (error instanceof ExecutorDied) throw new FailedError(`loading it ended the process: ${error.reason}`);
      throw error;
    }
  }

  /** Hands the executor over, loaded with everything that passed. */
  release(): Executor {
    return this.#executor;
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
