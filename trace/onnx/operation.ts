/** What a file in `operations/` is made of, and what it is given to work with. */
import { TraceError } from "../errors.js";
import { type Attribute, type Dim, edgeType, type GraphNode, isBatchDim } from "../graph.js";
import { fixedDim, positiveAxis } from "./dims.js";
import { Emitter } from "./emitter.js";
import type { OnnxConstant, OnnxGraph, OnnxTensorType } from "./graph.js";
import { lengthsOf } from "./lengths.js";

/** How one or several like operations of TensorFlow are written in ONNX. */
export interface Operation {
  /** TensorFlow's names: https://www.tensorflow.org/api_docs/python/tf/raw_ops/NAME. */
  readonly tensorflow: readonly string[];
  /** Names that tfjs never records, and that graphs made elsewhere have for the same. */
  readonly elsewhere?: readonly string[];
  /** The operators that it becomes: https://onnx.ai/onnx/operators/onnx__NAME.html. */
  readonly onnx: readonly string[];
  /** It computes with complex numbers, which ONNX does not have: pairs of floats, along a last axis of length 2. */
  readonly complex?: true;
  /** A word for people on what is different or left out. */
  readonly remark?: string;
  /** Writes it. Gives the values that are its outputs, in TensorFlow's order. */
  write(context: OperationContext): string | readonly string[];
}

/** An operation that a graph can hold and ONNX cannot, with the reason. */
export interface Refusal {
  readonly tensorflow: readonly string[];
  readonly reason: string;
  readonly next?: string;
}

/** One recorded operation that is being written. */
export class OperationContext extends Emitter {
  readonly node: GraphNode;
  /** The values of its inputs. */
  readonly inputs: readonly string[];
  readonly #nodes: ReadonlyMap<string, GraphNode>;

  constructor(
    node: GraphNode,
    inputs: readonly string[],
    nodes: ReadonlyMap<string, GraphNode>,
    graph: OnnxGraph,
    opset: number,
  ) {
    super(graph, opset, node.name, [node.scope, node.source ?? ""].filter((part) => part !== "").join(" "));
    this.node = node;
    this.inputs = inputs;
    this.#nodes = nodes;
  }

  /** The operation's name in TensorFlow. */
  get op(): string {
    return this.node.op;
  }

  input(index: number): string {
    const value = this.inputs[index];
    if (value === undefined) throw this.refuse(`it has no input ${index}`);
    return value;
  }

  /** Type and shape of an output. */
  output(index = 0): OnnxTensorType {
    const type = this.node.outputs[index];
    if (type === undefined) throw this.refuse(`it has no output ${index}`);
    return onnxType(type, this.node);
  }

  rank(index: number): number {
    return this.shapeOf(this.input(index)).length;
  }

  /** A length that does not follow the batch. */
  fixed(dim: Dim | undefined, what: string): number {
    const length = fixedDim(dim);
    if (length === undefined) throw this.refuse(`${what} follows the batch`);
    return length;
  }

  /** The values of an input that is a constant, or undefined. */
  known(index: number): OnnxConstant | undefined {
    return this.constantOf(this.input(index));
  }

  /** The numbers of an input that has to be a constant: axes, paddings, sizes. */
  numbers(index: number, what: string): number[] {
    const constant = this.known(index);
    if (constant === undefined) throw this.refuse(`its ${what} depend on data, where ONNX needs numbers`);
    return [...constant.values];
  }

  number(index: number, what: string): number {
    const [number] = this.numbers(index, what);
    if (number === undefined) throw this.refuse(`its ${what} are empty`);
    return number;
  }

  /** The whole numbers of an input, of which some may follow the batch: the ends of a part, a size. */
  lengths(index: number, what: string): readonly Dim[] {
    const edge = this.node.inputs[index];
    const found = edge === undefined ? undefined : lengthsOf(edge, this.#nodes);
    if (found === undefined) throw this.refuse(`its ${what} depend on data, where ONNX needs numbers`);
    return found;
  }

  /** Axes from a constant input, counted from the front. */
  axes(index: number, rank: number): number[] {
    return this.numbers(index, "axes").map((axis) => positiveAxis(axis, rank));
  }

  int(name: string, otherwise?: number): number {
    const value = this.#attribute(name, ["int"]) ?? otherwise;
    if (typeof value !== "number") throw this.refuse(`it has no attribute ${name}`);
    return value;
  }

  ints(name: string): readonly number[] {
    const value = this.#attribute(name, ["int"]);
    return Array.isArray(value) ? value.map(Number) : typeof value === "number" ? [value] : [];
  }

  float(name: string, otherwise: number): number {
    const value = this.#attribute(name, ["int", "float"]);
    return typeof value === "number" ? value : otherwise;
  }

  bool(name: string): boolean {
    return this.#attribute(name, ["bool"]) === true;
  }

  text(name: string, otherwise = ""): string {
    const value = this.#attribute(name, ["string"]);
    return typeof value === "string" ? value : otherwise;
  }

  /** The error to throw where this operation cannot be written. */
  refuse(reason: string, next?: string): TraceError {
    const { op, scope, source } = this.node;
    return new TraceError(
      `${op} cannot be written as ONNX: ${reason}`,
      { op, scope: scope || this.node.name, source },
      next,
    );
  }

  /** The recorded type of an input, as TensorFlow has it. */
  recordedType(index: number) {
    const edge = this.node.inputs[index];
    if (edge === undefined) throw this.refuse(`it has no input ${index}`);
    return edgeType(this.#nodes, edge);
  }

  #attribute(name: string, types: readonly Attribute["type"][]): Attribute["value"] | undefined {
    const attribute = this.node.attributes[name];
    return attribute !== undefined && types.includes(attribute.type) ? attribute.value : undefined;
  }
}

/**
 * A recorded tensor's type in ONNX: a complex number becomes two floats along a last axis.
 *
 * @throws TraceError for text, which no graph here carries.
 */
export function onnxType(
  { dtype, shape }: GraphNode["outputs"][number],
  { op, name, scope, source }: GraphNode,
): OnnxTensorType {
  if (dtype === "complex64") return { type: "float32", shape: [...shape, 2] };
  if (dtype === "string") {
    throw new TraceError(
      "a tensor of strings cannot be written as ONNX",
      { op, scope: scope || name, source },
      "Turn text into numbers before the network.",
    );
  }
  return { type: dtype, shape };
}

/** Whether a shape has a length that follows the batch. */
export function followsBatch(shape: readonly Dim[]): boolean {
  return shape.some(isBatchDim);
}
