/** One run that waits for an executor. */
import type { Tensors } from "../../core/tensor.js";

/** A queued or running job: settled once, by whoever comes first. */
export class Job {
  readonly key: string;
  readonly feeds: Tensors;
  /** How often it was lost with an executor that died. */
  losses = 0;
  readonly answer: Promise<Tensors>;
  #settled = false;
  #resolve: (outputs: Tensors) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = () => this.reject(this.#signal?.reason);

  /** @param signal aborting it rejects the job with the signal's reason; a run in progress goes on, unheard. */
  constructor(key: string, feeds: Tensors, signal?: AbortSignal) {
    this.key = key;
    this.feeds = feeds;
    this.#signal = signal;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** True when nobody waits for it any more. */
  get settled(): boolean {
    return this.#settled;
  }

  /** Gives the answer. */
  resolve(outputs: Tensors): void {
    this.#settle();
    this.#resolve(outputs);
  }

  /** Gives up. */
  reject(error: unknown): void {
    this.#settle();
    this.#reject(error);
  }

  #settle(): void {
    this.#settled = true;
    this.#signal?.removeEventListener("abort", this.#onAbort);
  }
}
