/** One caller's rows that wait for an executor. */
import type { Tensors } from "../../core/tensor.js";
import { rowsOf, shapeOf } from "./rows.js";
import type { StopSignal } from "./stop-signal.js";

/** A queued or running job: settled once, by whoever comes first. */
export class Job {
  readonly key: string;
  readonly feeds: Tensors;
  readonly rows: number;
  /** Jobs of one graph and shape may be run together. */
  readonly shape: string;
  /** Its place in the order in which jobs came; the queue gives it. */
  place = 0;
  /** It must not be run with others. */
  alone = false;
  /** How often it was lost with an executor that died while it ran. */
  losses = 0;
  readonly answer: Promise<Tensors>;
  /** Called once, when nobody waits for it any more. */
  onSettled: (() => void) | undefined;
  #settled = false;
  #resolve: (outputs: Tensors) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;
  readonly #signal: StopSignal | undefined;
  readonly #onAbort = () => this.reject(this.#signal?.reason);

  /** @param signal aborting it rejects the job with the signal's reason; a run in progress goes on, unheard. */
  constructor(key: string, feeds: Tensors, signal?: StopSignal) {
    this.key = key;
    this.feeds = feeds;
    this.rows = rowsOf(feeds);
    this.shape = key + shapeOf(feeds);
    this.#signal = signal;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener("abort", this.#onAbort);
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
    if (this.#settled) return;
    this.#settled = true;
    this.#signal?.removeEventListener("abort", this.#onAbort);
    this.onSettled?.();
  }
}
