import type { Tensor } from "@tensorflow/tfjs-node";
import { dedupeConstants } from "./dedupe.js";
import { computeBatchConstants } from "./dynamic.js";
import type { Graph } from "./graph.js";
import { mergeGraphs } from "./merge.js";
import { type RecordOptions, record, type TensorMap } from "./record.js";
import type { TF } from "./tensorflow.js";

/** A declared input of an inference function. */
export interface InputSpec {
  readonly name: string;
  readonly dtype: "float32" | "int32" | "bool";
  /** Lengths; `"batch"` stands for the number of examples, at most once. */
  readonly shape: readonly ("batch" | number)[];
}

/**
 * Two sizes give the line that every length must lie on, the third must lie on it too, and the size that is recorded
 * twice shows constants that change by themselves. Primes, so that a product that holds the batch shows it.
 */
const BATCHES = [5, 5, 7, 11];

/**
 * Records an inference function for any batch size.
 *
 * `fn` runs a few times on zeros, at different batch sizes; what differs is the batch. Constants made of the batch size
 * (shapes, zero states) are computed in the graph from the shape of the first input that has a batch dimension.
 *
 * @throws TraceError naming scope and line, for all that `record` refuses, for a constant that changes from one call to
 *   the next (a random mask), and for a structure that depends on the batch size.
 */
export function traceInference(
  tf: TF,
  fn: (inputs: TensorMap) => TensorMap,
  inputs: readonly InputSpec[],
  options: RecordOptions = {},
): Graph {
  return traceAtBatches((batch) => {
    const zeros = zeroInputs(tf, inputs, batch);
    try {
      return record(tf, fn, zeros, options);
    } finally {
      tf.dispose(zeros as Record<string, Tensor>);
    }
  });
}

/** One graph for any batch size, from whatever records the function at one. */
export function traceAtBatches(recordAt: (batch: number) => Graph): Graph {
  return dedupeConstants(computeBatchConstants(mergeGraphs(BATCHES.map(recordAt), BATCHES)));
}

/** The lengths of an input at a batch size. */
export function lengthsAt(shape: InputSpec["shape"], batch: number): number[] {
  return shape.map((length) => (length === "batch" ? batch : length));
}

function zeroInputs(tf: TF, inputs: readonly InputSpec[], batch: number): TensorMap {
  return Object.fromEntries(inputs.map(({ name, dtype, shape }) => [name, tf.zeros(lengthsAt(shape, batch), dtype)]));
}
