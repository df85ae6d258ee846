/** Runs pure functions of weights and inputs over many rows, in parts of one shape. */
import { InterruptedError } from "../core/errors.js";
import { inParts } from "../core/in-parts.js";
import type { Tensors } from "../core/tensor.js";
import { type Captured, capture } from "../trace/capture.js";
import type { TF } from "../trace/tensorflow.js";
import { breathe } from "./breathe.js";
import { dispose, download, upload } from "./host-tensors.js";
import type { Forward, TensorMap } from "./recipe.js";
import type { StepMode } from "./stepper.js";

/** Rows in one call when the caller does not say. */
const DEFAULT_ROWS = 1024;

/**
 * Recorded functions that are kept: more than a recipe alternates between. A new closure for each call cannot be told from
 * a new function; it is recorded anew, which takes time, but what was recorded for the ones before is given back.
 */
const KEPT = 8;

/** Runs functions the way the step is run; a captured one is recorded when it first comes, and kept while it is in use. */
export class ForwardRunner {
  readonly #tf: TF;
  readonly #mode: StepMode;
  /** In the order of their last use, the latest at the end. */
  readonly #captured = new Map<Forward, Captured<[TensorMap, TensorMap], TensorMap>>();

  constructor(tf: TF, mode: StepMode) {
    this.#tf = tf;
    this.#mode = mode;
  }

  /**
   * Outputs of `forward` for all rows of `inputs`, `rows` at a time. The last part is filled up with its last row, so that
   * every call has the same shape; the surplus is cut off.
   *
   * @throws InputError when the inputs do not have the same number of rows, or none.
   * @throws FailedError when an output does not have a row for each row of the inputs.
   */
  async run(forward: Forward, weights: TensorMap, inputs: Tensors, options: RunOptions = {}): Promise<Tensors> {
    const call = async (part: Tensors): Promise<Tensors> => {
      if (options.signal?.aborted) throw new InterruptedError("stopped while evaluating");
      const feeds = upload(this.#tf, part);
      const results = this.#call(forward, weights, feeds);
      const outputs = download(results);
      dispose(feeds, results);
      await breathe();
      return outputs;
    };
    return await inParts(inputs, call, { rows: options.rows ?? DEFAULT_ROWS, sameShape: true });
  }

  /** Frees the captured functions. */
  dispose(): void {
    for (const captured of this.#captured.values()) captured.dispose();
    this.#captured.clear();
  }

  #call(forward: Forward, weights: TensorMap, feeds: TensorMap): TensorMap {
    if (this.#mode === "eager") return this.#tf.tidy(() => forward(weights, feeds));
    const captured = this.#captured.get(forward) ?? capture(this.#tf, forward);
    this.#captured.delete(forward);
    this.#captured.set(forward, captured);
    this.#release();
    return captured(weights, feeds);
  }

  /** Gives back what has not been used for the longest time. */
  #release(): void {
    for (const [forward, captured] of this.#captured) {
      if (this.#captured.size <= KEPT) return;
      captured.dispose();
      this.#captured.delete(forward);
    }
  }
}

export interface RunOptions {
  readonly rows?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}
