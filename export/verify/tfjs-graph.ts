/** The graph-model loaded back into tfjs: the reference at every node, and the check of what was written. */
import type { NamedTensorMap, GraphModel as TfjsModel, Tensor as TfjsTensor } from "@tensorflow/tfjs-node";
import type { Contract } from "../../core/contract.js";
import { FailedError, messageOf } from "../../core/errors.js";
import { makeTensor, type Tensor, type Tensors, tfjsType } from "../../core/tensor.js";
import type { ElementType, TensorType } from "../../trace/graph.js";
import type { TF } from "../../trace/tensorflow.js";
import type { GraphModel } from "../graph-model.js";

/** A loaded graph-model; `dispose` gives its weights back. */
export class TfjsGraph {
  readonly #tf: TF;
  readonly #model: TfjsModel;
  readonly #graph: GraphModel;
  readonly #contract: Contract;

  private constructor(tf: TF, model: TfjsModel, graph: GraphModel, contract: Contract) {
    this.#tf = tf;
    this.#model = model;
    this.#graph = graph;
    this.#contract = contract;
  }

  /**
   * Loads a graph-model from its files.
   *
   * @param file its `model.json`.
   * @throws FailedError when tfjs refuses it.
   */
  static async load(tf: TF, file: string, graph: GraphModel, contract: Contract): Promise<TfjsGraph> {
    try {
      return new TfjsGraph(tf, await tf.loadGraphModel(tf.io.fileSystem(file)), graph, contract);
    } catch (cause) {
      throw new FailedError(`tfjs cannot load the graph-model: ${messageOf(cause)}`, {
        where: { file },
        cause,
      });
    }
  }

  /** The contract's outputs. */
  async run(feeds: Tensors): Promise<Tensors> {
    const names = this.#contract.outputs.map((spec) => this.#graph.outputs[spec.name] ?? spec.name);
    const values = await this.runTo(feeds, names);
    return Object.fromEntries(
      this.#contract.outputs.map((spec, index) => {
        const value = values[names[index] ?? ""];
        if (value === undefined) throw new FailedError(`tfjs gave no output "${spec.name}"`);
        return [spec.name, value];
      }),
    );
  }

  /** The values of any tensors of the graph, by the names asked for (`decoder/up2/Relu:0`). */
  async runTo(feeds: Tensors, names: readonly string[]): Promise<Tensors> {
    const inputs = this.#named(feeds);
    let outputs: TfjsTensor[] = [];
    try {
      const answer = this.#model.execute(inputs, [...names]);
      outputs = Array.isArray(answer) ? answer : [answer];
      const values: Record<string, Tensor> = {};
      for (const [index, name] of names.entries()) {
        const output = outputs[index];
        if (output !== undefined) values[name] = await fromTfjs(output);
      }
      return values;
    } finally {
      this.#tf.dispose([...Object.values(inputs), ...outputs]);
    }
  }

  /** Element types and shapes of any tensors of the graph. */
  typesOf(feeds: Tensors, names: readonly string[]): Record<string, TensorType> {
    const inputs = this.#named(feeds);
    let outputs: TfjsTensor[] = [];
    try {
      const answer = this.#model.execute(inputs, [...names]);
      outputs = Array.isArray(answer) ? answer : [answer];
      return Object.fromEntries(
        outputs.map(({ dtype, shape }, index) => [names[index] ?? "", { dtype: dtype as ElementType, shape }]),
      );
    } finally {
      this.#tf.dispose([...Object.values(inputs), ...outputs]);
    }
  }

  dispose(): void {
    this.#model.dispose();
  }

  #named(feeds: Tensors): NamedTensorMap {
    return Object.fromEntries(
      Object.entries(feeds).map(([name, tensor]) => [this.#graph.inputs[name] ?? name, this.#toTfjs(tensor)]),
    );
  }

  #toTfjs(tensor: Tensor): TfjsTensor {
    return this.#tf.tensor(tensor.data, [...tensor.dims], tfjsType(tensor.type, "feeds"));
  }
}

async function fromTfjs(tensor: TfjsTensor): Promise<Tensor> {
  const data = await tensor.data();
  if (data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint8Array) {
    return makeTensor(
      tensor.dtype === "bool" ? "bool" : tensor.dtype === "int32" ? "int32" : "float32",
      tensor.shape,
      data.slice(),
    );
  }
  throw new FailedError(`tfjs gave a tensor of ${tensor.dtype}`);
}
