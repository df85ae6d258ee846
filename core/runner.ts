/**
 * Runs a published graph. There is one runner; the onnxruntime module is handed in (onnxruntime-node in the server and
 * the command line, onnxruntime-web in the browser), so that all of them check, run and answer in the same way.
 */
import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-common";
import { type Contract, type TensorSpec, tensorName } from "./contract.js";
import { FailedError, messageOf } from "./errors.js";
import { checkFeeds, checkOutputs } from "./feeds.js";
import { fromFloat16 } from "./float16.js";
import { type ElementArray, type ElementType, makeTensor, type Tensor, type Tensors } from "./tensor.js";
import { numbersOf, wireArray } from "./wire.js";

/** The part of an onnxruntime module that the runner uses. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: typeof OrtTensor;
  /** True when each run's outputs are arrays of their own, which need no copy: onnxruntime-web copies them out itself. */
  readonly freshOutputs?: boolean;
}

/** A loaded graph. */
export class Runner {
  readonly contract: Contract;
  readonly #runtime: OnnxRuntime;
  readonly #session: InferenceSession;
  #released = false;

  private constructor(runtime: OnnxRuntime, session: InferenceSession, contract: Contract) {
    this.#runtime = runtime;
    this.#session = session;
    this.contract = contract;
  }

  /**
   * Loads a model. Creating a session blocks the thread it is called on: not for a server's main thread.
   *
   * @throws FailedError when onnxruntime refuses the file, or its inputs and outputs are not the contract's.
   */
  static async load(
    runtime: OnnxRuntime,
    model: Uint8Array,
    contract: Contract,
    options: InferenceSession.SessionOptions = {},
  ): Promise<Runner> {
    let session: InferenceSession;
    try {
      session = await runtime.InferenceSession.create(model, options);
    } catch (cause) {
      const detail = messageOf(cause);
      throw new FailedError(`onnxruntime cannot load ${contract.name}: ${detail}`, { cause });
    }
    sameNames(contract, "inputs", contract.inputs, session.inputNames);
    sameNames(contract, "outputs", contract.outputs, session.outputNames);
    return new Runner(runtime, session, contract);
  }

  /**
   * Runs one batch.
   *
   * @param feeds one tensor for each of the contract's inputs, all with the same first dimension.
   * @returns the contract's outputs, in arrays of their own.
   * @throws InputError when the feeds do not fit the contract; FailedError when the runtime fails or is released.
   */
  async run(feeds: Tensors): Promise<Tensors> {
    if (this.#released) throw new FailedError(`${this.contract.name} has been released`);
    const sizes = checkFeeds(this.contract, feeds);
    const answers = await this.#session.run(this.#toRuntime(feeds));
    const outputs: Record<string, Tensor> = {};
    for (const spec of this.contract.outputs) {
      const answer = answers[tensorName(spec)];
      if (answer === undefined) throw new FailedError(`${this.contract.name} gave no output "${spec.name}"`);
      outputs[spec.name] = this.#fromRuntime(spec.type, answer);
      answer.dispose();
    }
    checkOutputs(this.contract, outputs, sizes);
    return outputs;
  }

  /** Gives the session's memory back; a second call does nothing. */
  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    await this.#session.release();
  }

  /** The runtime may use its output's memory again for the next run, so the answer gets an array of its own. */
  #fromRuntime(type: ElementType, { data, dims }: OrtTensor): Tensor {
    if (data instanceof BigInt64Array) return makeTensor(type, dims, numbersOf(data));
    // Engines with a Float16Array get that one, others the bits.
    if (type === "float16") return makeTensor(type, dims, halvesOf(data as Uint16Array));
    const own = this.#runtime.freshOutputs === true ? data : (data as Float32Array).slice();
    return makeTensor(type, dims, own as ElementArray);
  }

  #toRuntime(feeds: Tensors): Record<string, OrtTensor> {
    return Object.fromEntries(
      this.contract.inputs.flatMap((spec) => {
        const tensor = feeds[spec.name];
        if (tensor === undefined) return [];
        // onnxruntime's constructor has a signature for each pair of a type and its array.
        const data = ownBuffer(wireArray(tensor)) as Float32Array;
        return [[tensorName(spec), new this.#runtime.Tensor(tensor.type as "float32", data, tensor.dims)]];
      }),
    );
  }
}

/** onnxruntime refuses arrays over a SharedArrayBuffer: those are copied. */
function ownBuffer(data: ReturnType<typeof wireArray>): ReturnType<typeof wireArray> {
  if (typeof SharedArrayBuffer === "undefined" || !(data.buffer instanceof SharedArrayBuffer)) return data;
  return data.slice();
}

function halvesOf(data: Uint16Array | Iterable<number>): Float32Array {
  return data instanceof Uint16Array ? Float32Array.from(data, fromFloat16) : Float32Array.from(data);
}

function sameNames(contract: Contract, what: string, specs: readonly TensorSpec[], actual: readonly string[]): void {
  const expected = specs.map(tensorName);
  if (expected.length === actual.length && expected.every((name) => actual.includes(name))) return;
  throw new FailedError(
    `${contract.name}: the model's ${what} are ${actual.join(", ")}, the contract's are ${expected.join(", ")}`,
  );
}
