/**
 * The second recorder: like `trace/record.ts`, on tfjs alone. It listens one level higher, at the kernels that tfjs-core
 * calls, and writes each as the TensorFlow operations that tfjs-node would run for it. Forwards only: a gradient needs
 * tfjs-node.
 */
import type { Tensor } from "@tensorflow/tfjs";
import { type InputSpec, lengthsAt, traceAtBatches } from "../batch.js";
import { TraceError } from "../errors.js";
import type { ConstantValues, Graph, GraphOutput } from "../graph.js";
import { withLayerScopes } from "../layers.js";
import { prune } from "../prune.js";
import type { Tfjs } from "../tfjs.js";
import { withSymbolicBackend } from "./backend.js";
import { type DataId, type Outside, SymbolicRecorder } from "./recorder.js";

/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A function that can be recorded. */
export type TensorFunction = (inputs: Tensors) => Tensors;

/** What a recording may touch beside its inputs. */
export interface SymbolicOptions {
  /** Tensors that go into the graph with their values and names: weights. */
  readonly constants?: Tensors;
  /** What becomes of other tensors from outside; refused unless told. */
  readonly outside?: Outside;
  /**
   * False leaves the caller's lines of code out of the graph: most of the time of a recording goes into finding them, and in a
   * model that was read from a file there are none.
   */
  readonly sources?: boolean;
}

/**
 * Records an inference function for any batch size, without computing it.
 *
 * @throws TraceError naming scope and line, for all that `record` and `traceInference` refuse.
 */
export function traceSymbolic(
  tf: Tfjs,
  fn: TensorFunction,
  inputs: readonly InputSpec[],
  options: SymbolicOptions = {},
): Graph {
  const outsideValues = new Map<DataId, ConstantValues>();
  return traceAtBatches((batch) => recordOnce(tf, fn, inputs, batch, options, outsideValues));
}

/** Records a function at one batch size. */
export function recordSymbolic(
  tf: Tfjs,
  fn: TensorFunction,
  inputs: readonly InputSpec[],
  batch: number,
  options: SymbolicOptions = {},
): Graph {
  return recordOnce(tf, fn, inputs, batch, options, new Map());
}

function recordOnce(
  tf: Tfjs,
  fn: TensorFunction,
  inputs: readonly InputSpec[],
  batch: number,
  { constants = {}, outside = "refuse", sources = true }: SymbolicOptions,
  outsideValues: Map<DataId, ConstantValues>,
): Graph {
  const recorder = new SymbolicRecorder(tf, outside, outsideValues, sources);
  let outputs: GraphOutput[] = [];
  try {
    withSymbolicBackend(tf, recorder, () => {
      const given: Record<string, Tensor> = {};
      try {
        for (const { name, dtype, shape } of inputs) {
          given[name] = tf.engine().makeTensorFromTensorInfo(recorder.input(name, dtype, lengthsAt(shape, batch)));
        }
        for (const [name, tensor] of Object.entries(constants)) recorder.declareConstant(name, tensor);
        tf.tidy(() => {
          const result: unknown = withLayerScopes(tf, () => fn(given));
          outputs = resultsOf(tf, recorder, result);
        });
      } finally {
        recorder.close();
        tf.dispose(given);
      }
    });
  } catch (error) {
    // A function that was refused may well fail of the refusal's cause: the cause comes first.
    throw recorder.refusal ?? error;
  }
  if (recorder.refusal !== undefined) throw recorder.refusal;
  return prune({ nodes: recorder.nodes, outputs });
}

function resultsOf(tf: Tfjs, recorder: SymbolicRecorder, result: unknown): GraphOutput[] {
  if (typeof result !== "object" || result === null || result instanceof tf.Tensor || Array.isArray(result)) {
    throw new TraceError("a recorded function returns its results by name: { name: tensor, … }", {});
  }
  if ("then" in result && typeof result.then === "function") {
    // What happens to the promise later is of no interest: the recording is refused for there being one.
    (result as Promise<unknown>).then(undefined, () => undefined);
    throw new TraceError("an asynchronous function cannot be recorded: a graph has no place to wait", {});
  }
  return Object.entries(result).map(([name, tensor]) => {
    if (!(tensor instanceof tf.Tensor)) throw new TraceError(`the result ${JSON.stringify(name)} is no tensor`, {});
    return { name, edge: recorder.output(name, tensor) };
  });
}
