/**
 * Captured functions: a pure function of tensors – a training step with its gradients and its optimizer, an evaluation
 * pass – recorded once and then run as one native call.
 */

import type { Tensor } from "@tensorflow/tfjs-node";
import { chainSums } from "./bits.js";
import { dedupeConstants } from "./dedupe.js";
import { TraceError } from "./errors.js";
import type { Graph } from "./graph.js";
import { type NativeGraph, openNativeGraph } from "./native-graph.js";
import { record, type TensorMap } from "./record.js";
import { checkSameGraph } from "./same-graph.js";
import type { SavedModelOptions } from "./saved-model.js";
import { type TF, tensorFlowThreads } from "./tensorflow.js";
import { build, collect, type Form, formOf, leaves } from "./tree.js";

/** A captured function. */
export interface Captured<Args extends readonly unknown[], Result> {
  /** Runs it. The results are new tensors, the caller's (or the surrounding `tidy`'s); arguments stay as they are. */
  (...args: Args): Result;
  /** How many graphs there are: one for each combination of shapes and names that was met. */
  readonly graphs: number;
  /** Frees what TensorFlow holds. A call afterwards is an error. */
  dispose(): void;
}

/**
 * Makes a function that computes the same as `fn` in one native call.
 *
 * `fn` is pure: its results depend on its arguments alone – records and lists of tensors, however deep (`Tree`) – and
 * it returns such a record. All that changes from call to call comes in as an argument: state, examples, random
 * numbers, schedules. The first call with new shapes or names runs `fn` twice, to record it and to see that it does the
 * same both times; calls 10, 100, 1,000, … run it once more, to notice a JavaScript number that has moved since.
 *
 * @throws TraceError, at a call and naming scope and line, when `fn` reads a value, touches a tensor that is no
 *   argument, or holds a constant that changes (a mask drawn at random, a schedule that is a number); when two
 *   arguments share one buffer.
 * @throws FailedError when TensorFlow fails.
 *
 * @example
 * ```ts
 * import { capture, loadTensorFlow } from "kilnjs/trace";
 *
 * const tf = await loadTensorFlow();
 * const distance = capture(tf, (a: Tensor, b: Tensor) => ({ mean: tf.mean(tf.abs(tf.sub(a, b))) }));
 * type Tensor = ReturnType<typeof tf.tensor>;
 * const { mean } = distance(tf.tensor1d([1, 2]), tf.tensor1d([2, 4])); // recorded now, one native call from then on
 * console.log(mean.dataSync()[0]);
 * distance.dispose();
 * ```
 */
export function capture<Args extends readonly unknown[], Result>(
  tf: TF,
  fn: (...args: Args) => Result,
  options: SavedModelOptions = {},
): Captured<Args, Result> {
  const programs: Program<Args, Result>[] = [];
  let disposed = false;
  const run = (...args: Args): Result => {
    if (disposed) throw new Error("a captured function was called after it was disposed");
    for (const program of programs) {
      const inputs: Tensor[] = [];
      if (collect(tf, program.argumentForm, args, inputs)) return program.run(tf, inputs);
    }
    const program = new Program(tf, fn, args, options);
    programs.push(program);
    return program.run(
      tf,
      leaves(tf, args, "").map(({ tensor }) => tensor),
    );
  };
  return Object.defineProperties(run, {
    graphs: { get: () => programs.length },
    dispose: {
      value: () => {
        for (const program of programs.splice(0)) program.dispose();
        disposed = true;
      },
    },
  }) as Captured<Args, Result>;
}

/** One graph of a captured function: for one combination of shapes. */
class Program<Args extends readonly unknown[], Result> {
  readonly argumentForm: Form;
  readonly #fn: (...args: Args) => Result;
  readonly #recording: Recording;
  readonly #native: NativeGraph;
  #calls = 0;

  constructor(tf: TF, fn: (...args: Args) => Result, args: Args, options: SavedModelOptions) {
    this.#fn = fn;
    this.argumentForm = formOf(tf, args, "arguments");
    this.#recording = recordCall(tf, fn, args);
    checkSameGraph(this.#recording.graph, recordCall(tf, fn, args).graph);
    const sequential = options.sequential ?? tensorFlowThreads() === 1;
    this.#native = openNativeGraph(tf, dedupeConstants(chainSums(this.#recording.graph)), { ...options, sequential });
  }

  /** @param inputs the arguments' tensors, in the order of `argumentForm`. */
  run(tf: TF, inputs: readonly Tensor[]): Result {
    this.#calls += 1;
    if (this.#calls > 1 && isPowerOfTen(this.#calls)) this.#checkUnchanged(tf, inputs);
    const results = this.#native.run(inputs);
    return build(
      this.#recording.resultForm,
      eachOf(results, "TensorFlow gave fewer results than were asked for"),
    ) as Result;
  }

  dispose(): void {
    this.#native.dispose();
  }

  #checkUnchanged(tf: TF, inputs: readonly Tensor[]): void {
    // The names of a record in the order of the first call: a function that goes through them takes the same way again.
    const args = build(this.argumentForm, eachOf(inputs, "a call has fewer tensors than its form")) as Args;
    checkSameGraph(this.#recording.graph, recordCall(tf, this.#fn, args).graph);
  }
}

/** The tensors one after the other; `missing` is the error when there are no more. */
function eachOf(tensors: readonly Tensor[], missing: string): () => Tensor {
  let next = 0;
  return () => {
    const tensor = tensors[next++];
    if (tensor === undefined) throw new Error(missing);
    return tensor;
  };
}

interface Recording {
  readonly graph: Graph;
  readonly resultForm: Form;
}

function recordCall<Args extends readonly unknown[]>(tf: TF, fn: (...args: Args) => unknown, args: Args): Recording {
  let resultForm: Form | undefined;
  const inputs = Object.fromEntries(
    args.flatMap((arg, i) => leaves(tf, arg, `arg${i}`).map(({ path, tensor }) => [path, tensor])),
  );
  const graph = record(
    tf,
    (): TensorMap => {
      const result = fn(...args);
      // `record` refuses it, and says why.
      if (result instanceof Promise) return result as never;
      resultForm = formOf(tf, result, "result");
      return Object.fromEntries(leaves(tf, result, "result").map(({ path, tensor }) => [path, tensor]));
    },
    inputs,
  );
  if (resultForm === undefined || graph.outputs.length === 0) {
    throw new TraceError("the function returns no tensor, so there is nothing to compute", {});
  }
  return { graph, resultForm };
}

function isPowerOfTen(calls: number): boolean {
  let power = 10;
  while (power < calls) power *= 10;
  return power === calls;
}
