/** An ONNX file in a runtime, asked by names, without a contract. */
import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-common";
import { FailedError, messageOf } from "../../../core/errors.js";
import { makeTensor, type Tensor, type Tensors } from "../../../core/tensor.js";
import type { LoadedRuntime } from "../../verify/runtimes.js";

/** A loaded file. */
export class OnnxSession {
  readonly #session: InferenceSession;
  readonly #loaded: LoadedRuntime;

  private constructor(session: InferenceSession, loaded: LoadedRuntime) {
    this.#session = session;
    this.#loaded = loaded;
  }

  /** @throws FailedError with the runtime's word, when it refuses the file. */
  static async create(loaded: LoadedRuntime, model: Uint8Array, name: string): Promise<OnnxSession> {
    try {
      return new OnnxSession(await loaded.runtime.InferenceSession.create(model, loaded.options), loaded);
    } catch (cause) {
      throw new FailedError(`${name} refuses the file: ${messageOf(cause)}`, { cause });
    }
  }

  /** Runs one batch. @throws FailedError with the runtime's word. */
  async run(feeds: Tensors): Promise<Tensors> {
    const inputs: Record<string, OrtTensor> = {};
    for (const name of this.#session.inputNames) {
      const feed = feeds[name];
      if (feed === undefined)
        throw new FailedError(`the file has an input ${JSON.stringify(name)} that the model has not`);
      inputs[name] = new this.#loaded.runtime.Tensor(feed.type as "float32", feed.data as Float32Array, feed.dims);
    }
    const answers = await this.#session.run(inputs);
    const outputs: Record<string, Tensor> = {};
    for (const [name, { type, dims, data }] of Object.entries(answers)) {
      if (type === "float32" && data instanceof Float32Array) outputs[name] = makeTensor(type, dims, data.slice());
      else if (type === "int32" && data instanceof Int32Array) outputs[name] = makeTensor(type, dims, data.slice());
      else if (type === "bool" && data instanceof Uint8Array) outputs[name] = makeTensor(type, dims, data.slice());
      else if (type === "int64" && data instanceof BigInt64Array) {
        outputs[name] = makeTensor("int32", dims, Int32Array.from(data, Number));
      }
    }
    return outputs;
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
