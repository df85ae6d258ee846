import type { Tensors } from "../../core/tensor.js";
import type { StopSignal } from "./stop-signal.js";

/** Where operations send their tensors: the pool, which joins the rows of several callers. */
export interface Inference {
  /**
   * Runs a caller's rows.
   *
   * @param key see `graphKey`.
   * @param signal aborting it rejects with its reason; what waits in a queue is taken out.
   * @throws InputError for feeds that do not fit the contract; BusyError when too much waits; DeadlineError when the run
   * hangs; UnavailableError when its executors died under it, none can be started, the model's files were damaged, or the
   * pool is closed.
   */
  infer(key: string, feeds: Tensors, signal?: StopSignal): Promise<Tensors>;
}
