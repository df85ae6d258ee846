/** Runs pure functions of weights and inputs over many rows, in parts of one shape. */
import { FailedError, InputError, InterruptedError } from "../core/errors.js";
import { allocate, makeTensor, sizeOf, type Tensor, type Tensors } from "../core/tensor.js";
import { type Captured, capture } from "../trace/capture.js";
import type { TF } from "../trace/tensorflow.js";
import { breathe } from "./breathe.js";
import { dispose, download, upload } from "./host-tensors.js";
import type { Forward, TensorMap } from "./recipe.js";
import type { StepMode } from "./stepper.js";

/** Rows in one call when the caller does not say. */
export const DEFAULT_ROWS = 1024;

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
    const total = rowsOf(inputs);
    const part = Math.min(options.rows ?? DEFAULT_ROWS, total);
    const gathered = new Map<string, Gathered>();
    for (let from = 0; from < total; from += part) {
      if (options.signal?.aborted) throw new InterruptedError("stopped while evaluating");
      const feeds = upload(
        this.#tf,
        mapTensors(inputs, (tensor) => rowsFrom(tensor, from, part)),
      );
      const results = this.#call(forward, weights, feeds);
      for (const [name, result] of Object.entries(download(results))) {
        const target = gathered.get(name) ?? startGathering(name, result, part, total);
        gathered.set(name, target);
        const kept = Math.min(part, total - from) * target.width;
        target.data.set(result.data.subarray(0, kept), from * target.width);
      }
      dispose(feeds, results);
      await breathe();
    }
    const outputs: Record<string, Tensor> = {};
    for (const [name, { type, dims, data }] of gathered) outputs[name] = makeTensor(type, [total, ...dims], data);
    return outputs;
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

/** See `ForwardRunner.run`. */
export interface RunOptions {
  readonly rows?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Gathered {
  readonly type: Tensor["type"];
  readonly dims: readonly number[];
  readonly width: number;
  readonly data: Tensor["data"];
}

function startGathering(name: string, result: Tensor, part: number, total: number): Gathered {
  const [rows, ...dims] = result.dims;
  if (rows !== part) throw new FailedError(`output "${name}" has ${rows} rows for ${part} rows of input`);
  const width = sizeOf(dims);
  return { type: result.type, dims, width, data: allocate(result.type, total * width) };
}

function rowsOf(inputs: Tensors): number {
  const counts = new Set(Object.values(inputs).map((tensor) => tensor.dims[0] ?? 0));
  const [count = 0] = counts;
  if (counts.size !== 1 || count === 0) {
    throw new InputError(`inputs with ${[...counts].join(", ") || "no"} rows cannot be run together`);
  }
  return count;
}

/** Rows `from` to `from + count`; beyond the last one it is repeated. */
function rowsFrom(tensor: Tensor, from: number, count: number): Tensor {
  const [total = 1, ...dims] = tensor.dims;
  const width = sizeOf(dims);
  const data = allocate(tensor.type, count * width);
  const real = Math.min(count, total - from);
  data.set(tensor.data.subarray(from * width, (from + real) * width));
  const last = tensor.data.subarray((total - 1) * width, total * width);
  for (let row = real; row < count; row++) data.set(last, row * width);
  return makeTensor(tensor.type, [count, ...dims], data);
}

function mapTensors(tensors: Tensors, change: (tensor: Tensor) => Tensor): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(tensor)]));
}
