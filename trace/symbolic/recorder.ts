/** Writes down what the kernels of the symbolic backend say, as TensorFlow operations. */
import { TraceError, type TracePlace } from "../errors.js";
import type { Attribute, ConstantValues, Edge, ElementType, GraphNode } from "../graph.js";
import { currentScope, nodeName, UniqueNames } from "../scope.js";
import { callerSource } from "../source.js";
import type { Tfjs } from "../tfjs.js";
import type { Attributes, Emit, Inputs, Kernel, OutputType } from "./emit.js";
import type { Info, Known } from "./known.js";

/** A tensor of the function, or of whoever called it. */
export type DataId = Info["dataId"];

/** What becomes of tensors that are neither inputs nor made inside. */
export type Outside =
  /** They are refused: their present values would be baked in without anybody having said so. */
  | "refuse"
  /** They become constants: whoever converts a function for good means the values that its weights have now. */
  | "constants";

/** See the head of the file. */
export class SymbolicRecorder implements Emit {
  readonly tf: Tfjs;
  readonly nodes: GraphNode[] = [];
  /** The first thing that cannot be recorded. Thrown again when the function is done, where nothing can catch it. */
  refusal: TraceError | undefined;
  readonly #names = new UniqueNames();
  readonly #known = new Map<DataId, Known>();
  /** Values of outside tensors by data and shape: read once, whatever number of recordings. */
  readonly #outsideValues: Map<DataId, ConstantValues>;
  readonly #outside: Outside;
  readonly #outsideEdges = new Map<DataId, Map<string, Edge>>();
  /** The kernel that is being written, for what is said when it is refused. */
  #kernel: string | undefined;
  #closed = false;
  readonly #sources: boolean;

  constructor(tf: Tfjs, outside: Outside, outsideValues: Map<DataId, ConstantValues>, sources: boolean) {
    this.tf = tf;
    this.#outside = outside;
    this.#outsideValues = outsideValues;
    this.#sources = sources;
  }

  /** An input of the function: a tensor that has a shape and no values. */
  input(name: string, dtype: ElementType, shape: readonly number[]): Info {
    const unique = this.#names.take(nodeName(name));
    this.nodes.push({
      name: unique,
      op: "Placeholder",
      inputs: [],
      attributes: {},
      outputs: [{ dtype, shape: [...shape] }],
      scope: "",
      declared: true,
    });
    const edge = { node: unique, output: 0 };
    return this.#make({ shape, dtype, edge, dependsOnInput: true, references: 1, declared: name });
  }

  /** A tensor of the caller's that goes into the graph with its values and under its name. */
  declareConstant(name: string, tensor: Info): void {
    const unique = this.#names.take(nodeName(name));
    const values = this.#outsideData(tensor, `constant ${name}`);
    const type = { dtype: tensor.dtype as ElementType, shape: [...tensor.shape] };
    this.nodes.push({
      name: unique,
      op: "Const",
      inputs: [],
      attributes: {},
      outputs: [type],
      scope: "",
      declared: true,
      values,
    });
    this.#rememberOutside(tensor, { node: unique, output: 0 });
  }

  /** From here on tensors may be disposed of, the inputs too. */
  close(): void {
    this.#closed = true;
  }

  /** Where the graph makes this tensor, an output of the function. */
  output(name: string, tensor: Info): Edge {
    return this.#edge(tensor, { scope: `result ${name}` });
  }

  /** Runs a kernel of tfjs: writes it down, and remembers how its values could be had. */
  run(name: string, kernel: Kernel, inputs: Inputs, attributes: Readonly<Record<string, unknown>>): Info | Info[] {
    const outer = this.#kernel;
    this.#kernel = name;
    try {
      const made = kernel(this, inputs, attributes);
      this.#rememberValues(name, inputs, attributes, made);
      return made;
    } finally {
      this.#kernel = outer;
    }
  }

  /** Values that came from JavaScript. */
  write(values: unknown, shape: readonly number[], dtype: string): DataId {
    if (!isValues(values)) {
      throw this.#note("the function makes a tensor of strings, which no graph here carries", this.#place());
    }
    return this.constant(values, shape, dtype as ElementType).dataId;
  }

  /** Values that go to JavaScript. They may, where no input has a part in them: a shape, a length, a table. */
  read(dataId: DataId): ConstantValues {
    const known = this.#known.get(dataId);
    if (known?.values !== undefined) return known.values();
    throw this.#note(
      "the function reads the value of a tensor into JavaScript, where a graph cannot follow",
      this.#place(),
      "Compute with tensor operations instead (tf.where for a choice), or read after the function has returned.",
    );
  }

  /** Another tensor shares the data. */
  addReference(dataId: DataId): void {
    const known = this.#known.get(dataId);
    if (known !== undefined) known.references += 1;
  }

  /** A tensor is done with; true when it was the last one of its data. */
  removeReference(dataId: DataId, force: boolean): boolean {
    const known = this.#known.get(dataId);
    if (known === undefined) return true;
    known.references -= 1;
    if (known.references > 0 && !force) return false;
    if (known.declared !== undefined && !this.#closed) {
      this.#note(`the function disposes ${JSON.stringify(known.declared)}, which is not its own`, this.#place());
    }
    return true;
  }

  references(dataId: DataId): number {
    return this.#known.get(dataId)?.references ?? 0;
  }

  op(name: string, inputs: readonly Info[], attributes: Attributes, type: OutputType): Info {
    const [made] = this.ops(name, inputs, attributes, [type]);
    if (made === undefined) throw new Error(`${name} gave no output`);
    return made;
  }

  ops(op: string, inputs: readonly Info[], attributes: Attributes, types: readonly OutputType[]): Info[] {
    const place = { ...this.#place(), op };
    const edges = inputs.map((input) => this.#edge(input, place));
    const name = this.#nodeName(op);
    const dependsOnInput = inputs.some(({ dataId }) => this.#known.get(dataId)?.dependsOnInput === true);
    this.nodes.push({
      name,
      op,
      inputs: edges,
      attributes: definite(attributes),
      outputs: types.map(({ dtype, shape }) => ({ dtype, shape: [...shape] })),
      ...described(place),
    });
    return types.map(({ shape, dtype }, output) =>
      this.#make({ shape, dtype, edge: { node: name, output }, dependsOnInput, references: 1 }),
    );
  }

  constant(values: ConstantValues, shape: readonly number[], dtype: ElementType): Info {
    return this.#make({ shape, dtype, dependsOnInput: false, values: () => values, references: 1 });
  }

  alias(of: Info): Info {
    this.addReference(of.dataId);
    if (!this.#known.has(of.dataId)) {
      // The data of an outside tensor: the caller's backend counts who uses it, and here one more does.
      const edge = this.#edge(of, this.#place());
      return this.#make({
        shape: of.shape,
        dtype: of.dtype as ElementType,
        edge,
        dependsOnInput: false,
        values: () => this.#outsideData(of, "a tensor"),
        references: 1,
      });
    }
    return { dataId: of.dataId, shape: of.shape, dtype: of.dtype };
  }

  refuse(reason: string, next?: string): never {
    throw this.#note(reason, { ...this.#place(), op: this.#kernel }, next);
  }

  #make(known: Known): Info {
    const dataId: DataId = {};
    this.#known.set(dataId, known);
    return { dataId, shape: [...known.shape], dtype: known.dtype as "float32" };
  }

  #edge(info: Info, place: TracePlace): Edge {
    const known = this.#known.get(info.dataId);
    if (known === undefined) return this.#outsideEdge(info, place);
    known.edge ??= this.#constantNode(known.values?.(), known.shape, known.dtype, place);
    return known.edge;
  }

  #constantNode(
    values: ConstantValues | undefined,
    shape: readonly number[],
    dtype: ElementType,
    place: TracePlace,
  ): Edge {
    if (values === undefined) throw new Error("a tensor that is neither computed nor constant");
    const name = this.#nodeName("Const");
    const outputs = [{ dtype, shape: [...shape] }];
    this.nodes.push({
      name,
      op: "Const",
      inputs: [],
      attributes: {},
      outputs,
      values: values.slice(),
      ...described(place),
    });
    return { node: name, output: 0 };
  }

  #outsideEdge(info: Info, place: TracePlace): Edge {
    const known = this.#outsideEdges.get(info.dataId)?.get(String(info.shape));
    if (known !== undefined) return known;
    if (this.#outside === "refuse") {
      throw this.#note(
        "the function uses a tensor that is no declared input or constant, so its present value would be baked in",
        place,
        "Pass it as an input, or declare it as a constant where its value belongs to the graph.",
      );
    }
    const { op: _, ...where } = place;
    const name = this.#nodeName("Const");
    const type = { dtype: info.dtype as ElementType, shape: [...info.shape] };
    const values = this.#outsideData(info, "a constant");
    this.nodes.push({ name, op: "Const", inputs: [], attributes: {}, outputs: [type], values, ...described(where) });
    const edge = { node: name, output: 0 };
    this.#rememberOutside(info, edge);
    return edge;
  }

  #rememberOutside({ dataId, shape }: Info, edge: Edge): void {
    const byShape = this.#outsideEdges.get(dataId) ?? new Map<string, Edge>();
    byShape.set(String(shape), edge);
    this.#outsideEdges.set(dataId, byShape);
  }

  #outsideData({ dataId, dtype }: Info, what: string): ConstantValues {
    const read = this.#outsideValues.get(dataId);
    if (read !== undefined) return read;
    if (dtype === "string") throw new TraceError(`${what} holds strings, which no graph here carries`, this.#place());
    const values: unknown = this.tf.engine().readSync(dataId);
    if (!isValues(values)) throw new TraceError(`${what} has no numbers to read`, this.#place());
    const copy = values.slice();
    this.#outsideValues.set(dataId, copy);
    return copy;
  }

  /** Where no input has a part in a result, tfjs's CPU backend can compute it, should somebody read it. */
  #rememberValues(
    name: string,
    inputs: Inputs,
    attributes: Readonly<Record<string, unknown>>,
    made: Info | Info[],
  ): void {
    const outputs = Array.isArray(made) ? made : [made];
    for (const [index, output] of outputs.entries()) {
      const known = this.#known.get(output.dataId);
      if (known === undefined || known.dependsOnInput || known.values !== undefined) continue;
      known.values = once(() => {
        const results = this.#compute(name, inputs, attributes);
        const values = results[index];
        if (values === undefined) throw new Error(`the kernel ${name} gave no output ${index}`);
        return values;
      });
    }
  }

  #compute(name: string, inputs: Inputs, attributes: Readonly<Record<string, unknown>>): ConstantValues[] {
    const { tf } = this;
    const backend = tf.findBackend("cpu") as unknown as CpuBackend;
    const kernel = tf.getKernel(name, "cpu");
    if (kernel === undefined || kernel === null) throw new Error(`tfjs's CPU backend has no kernel ${name}`);
    const given = Object.entries(inputs).flatMap(([key, info]) =>
      info === null || info === undefined || typeof info === "number"
        ? []
        : [[key, backend.makeTensorInfo(info.shape, info.dtype, this.#valuesOf(info))] as const],
    );
    const map = Array.isArray(inputs) ? given.map(([, info]) => info) : Object.fromEntries(given);
    const made = kernel.kernelFunc({ inputs: map as never, attrs: { ...attributes } as never, backend });
    return (Array.isArray(made) ? made : [made]).map(({ dataId }) => {
      const values: unknown = backend.readSync(dataId);
      if (!isValues(values)) throw new Error(`the kernel ${name} gave no numbers`);
      return values;
    });
  }

  #valuesOf(info: Info): ConstantValues {
    return this.#known.get(info.dataId)?.values?.() ?? this.#outsideData(info, "a constant");
  }

  #note(reason: string, place: TracePlace, next?: string): TraceError {
    this.refusal ??= new TraceError(reason, place, next);
    return this.refusal;
  }

  #place(): TracePlace {
    return { scope: currentScope(), source: this.#sources ? callerSource() : undefined };
  }

  #nodeName(op: string): string {
    const scope = currentScope();
    return this.#names.take(scope === "" ? op : `${scope}/${op}`);
  }
}

interface CpuBackend {
  makeTensorInfo(shape: readonly number[], dtype: string, values: ConstantValues): Info;
  readSync(dataId: DataId): unknown;
}

function described({ scope = "", source }: TracePlace): Pick<GraphNode, "scope" | "source"> {
  return source === undefined ? { scope } : { scope, source };
}

function definite(attributes: Attributes): Record<string, Attribute> {
  return { ...attributes };
}

function isValues(values: unknown): values is ConstantValues {
  return values instanceof Float32Array || values instanceof Int32Array || values instanceof Uint8Array;
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
