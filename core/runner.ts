/**
 * Runs a published graph. There is one runner; the onnxruntime module is handed in (onnxruntime-node in the server and
 * the command line, onnxruntime-web in the browser), so that all of them check, run and answer in the same way.
 */
import type { InferenceSession, Tensor as OrtTensor, TypedTensor } from "onnxruntime-common";
import type { Contract } from "./contract.js";
import { FailedError, messageOf } from "./errors.js";
import { checkFeeds, checkOutputs } from "./feeds.js";
import { makeTensor, type Tensor, type Tensors } from "./tensor.js";

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
    const batchSize = checkFeeds(this.contract, feeds);
    const answers = await this.#session.run(this.#toRuntime(feeds));
    const outputs: Record<string, Tensor> = {};
    for (const { name, type } of this.contract.outputs) {
      const answer = answers[name];
      if (answer === undefined) throw new FailedError(`${this.contract.name} gave no output "${name}"`);
      outputs[name] = makeTensor(type, answer.dims, this.#own(answer as TypedTensor<"float32">));
      answer.dispose();
    }
    checkOutputs(this.contract, outputs, batchSize);
    return outputs;
  }

  /** Gives the session's memory back; a second call does nothing. */
  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    await this.#session.release();
  }

  /** The runtime may use its output's memory again for the next run, so the answer gets an array of its own. */
  #own(tensor: TypedTensor<"float32">): Float32Array {
    return this.#runtime.freshOutputs === true ? tensor.data : tensor.data.slice();
  }

  #toRuntime(feeds: Tensors): Record<string, OrtTensor> {
    return Object.fromEntries(
      Object.entries(feeds).map(([name, { type, data, dims }]) => [
        name,
        new this.#runtime.Tensor(type, ownBuffer(data) as Float32Array, dims),
      ]),
    );
  }
}

/** onnxruntime refuses arrays over a SharedArrayBuffer: those are copied. */
function ownBuffer<Data extends Float32Array | Int32Array | Uint8Array>(data: Data): Data {
  if (typeof SharedArrayBuffer === "undefined" || !(data.buffer instanceof SharedArrayBuffer)) return data;
  return data.slice() as Data;
}

function sameNames(
  contract: Contract,
  what: string,
  specs: readonly { name: string }[],
  actual: readonly string[],
): void {
  const expected = specs.map((spec) => spec.name);
  if (expected.length === actual.length && expected.every((name) => actual.includes(name))) return;
  throw new FailedError(
    `${contract.name}: the model's ${what} are ${actual.join(", ")}, the contract's are ${expected.join(", ")}`,
  );
}
