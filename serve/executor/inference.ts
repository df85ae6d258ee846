import type { Tensors } from "../../core/tensor.js";

/**
 * Where operations send their tensors. The pool is one; a batcher that joins the rows of several callers is another one
 * in front of it.
 */
export interface Inference {
  /**
   * Runs one batch of a graph.
   *
   * @param key see `graphKey`.
   * @param signal aborting it rejects with its reason; what waits in a queue is taken out.
   * @throws InputError for feeds that do not fit the contract; BusyError when too much waits; DeadlineError when the run
   * hangs; UnavailableError when its executors died under it or the pool is closed.
   */
  infer(key: string, feeds: Tensors, signal?: AbortSignal): Promise<Tensors>;
}
