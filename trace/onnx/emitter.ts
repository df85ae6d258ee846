/** Puts operators into a graph. What can be computed now – a permuted weight, a cast shape – becomes a constant. */
import { type Dim, isBatchDim, sameDim } from "../graph.js";
import { constantOf, reshapeConstant, transposeConstant, valuesOf } from "./constants.js";
import { broadcastShape, fixedShape, permute, positiveAxis, sameShape } from "./dims.js";
import type { OnnxAttribute, OnnxConstant, OnnxGraph, OnnxNode, OnnxTensorType, OnnxType } from "./graph.js";

/** What is not read off the inputs. */
export interface EmitOptions {
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** Left out: the type of the first input. */
  readonly type?: OnnxType;
  /** Left out: the inputs' common shape. */
  readonly shape?: readonly Dim[];
}

/** What ONNX's Slice takes for "to the end". */
export const ONNX_END = 2 ** 31 - 1;

/** A part of one axis. Negative numbers count from its end, as ONNX and TensorFlow agree. */
export interface SlicePart {
  readonly axis: number;
  readonly begin: Dim;
  readonly end?: Dim;
  readonly step?: number;
}

/** The reductions whose axes are an input from this operator set on; an attribute before. */
const REDUCTION_AXES_INPUT: Readonly<Record<string, number>> = { ReduceSum: 13 };

/** Writes operators one after the other into `nodes`. */
export class Emitter {
  readonly graph: OnnxGraph;
  readonly opset: number;
  readonly nodes: OnnxNode[] = [];
  readonly #prefix: string;
  readonly #doc: string;

  constructor(graph: OnnxGraph, opset: number, prefix: string, doc: string) {
    this.graph = graph;
    this.opset = opset;
    this.#prefix = prefix;
    this.#doc = doc;
  }

  typeOf(value: string): OnnxTensorType {
    return this.graph.typeOf(value);
  }

  shapeOf(value: string): readonly Dim[] {
    return this.graph.typeOf(value).shape;
  }

  constantOf(value: string): OnnxConstant | undefined {
    return this.graph.constants.get(value);
  }

  /** One operator with one output; gives the output's name. */
  emit(op: string, inputs: readonly string[], { attributes = {}, type, shape }: EmitOptions = {}): string {
    const types = inputs.filter((input) => input !== "").map((input) => this.typeOf(input));
    const made = {
      type: type ?? types[0]?.type ?? "float32",
      shape: shape ?? broadcastShape(...types.map((one) => one.shape)),
    };
    const [output] = this.emitMany(op, inputs, [made], attributes);
    if (output === undefined) throw new Error("an operator without an output");
    return output;
  }

  /** One operator with several outputs. */
  emitMany(
    op: string,
    inputs: readonly string[],
    types: readonly OnnxTensorType[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string[] {
    const name = this.graph.names.take(this.#prefix === "" ? op : `${this.#prefix}/${op}`);
    const outputs = types.map((type, i) => {
      const output = i === 0 ? name : `${name}:${i}`;
      this.graph.setType(output, type);
      return output;
    });
    this.nodes.push({ name, op, inputs, outputs, attributes, doc: this.#doc });
    return outputs;
  }

  /** A tensor with known values. */
  constant(constant: OnnxConstant, label = "Constant"): string {
    const name = this.graph.names.take(this.#prefix === "" ? label : `${this.#prefix}/${label}`);
    this.graph.constants.set(name, constant);
    return name;
  }

  /** A vector of int64: axes, shapes, pads. */
  int64s(numbers: readonly number[]): string {
    return this.constant(constantOf("int64", numbers, [numbers.length]));
  }

  int64(number: number): string {
    return this.constant(constantOf("int64", [number], []));
  }

  /** A scalar of a type. */
  scalar(type: OnnxType, number: number): string {
    return this.constant(constantOf(type, [number], []));
  }

  cast(value: string, type: OnnxType): string {
    const from = this.typeOf(value);
    if (from.type === type) return value;
    const constant = this.constantOf(value);
    if (constant !== undefined) return this.constant(castConstant(constant, type));
    return this.emit("Cast", [value], { attributes: { to: ONNX_TYPE_NUMBERS[type] }, type });
  }

  transpose(value: string, permutation: readonly number[]): string {
    if (permutation.every((from, to) => from === to)) return value;
    const constant = this.constantOf(value);
    if (constant !== undefined) return this.constant(transposeConstant(constant, permutation));
    const shape = permute(this.shapeOf(value), permutation);
    return this.emit("Transpose", [value], { attributes: { perm: permutation }, shape });
  }

  /** The same values in another shape, whatever the batch. */
  reshape(value: string, shape: readonly Dim[]): string {
    const from = this.shapeOf(value);
    if (sameShape(from, shape)) return value;
    const constant = this.constantOf(value);
    const fixed = fixedShape(shape);
    if (constant !== undefined && fixed !== undefined) return this.constant(reshapeConstant(constant, fixed));
    return this.emit("Reshape", [value, this.#reshapeTarget(from, shape)], { shape });
  }

  /** With one length that follows the batch, -1; with more, 0 ("as before") where it stands, or computed. */
  #reshapeTarget(from: readonly Dim[], shape: readonly Dim[]): string {
    const open = shape.filter(isBatchDim).length;
    const empty = shape.includes(0);
    if (open <= 1 && !empty) return this.int64s(shape.map((dim) => (isBatchDim(dim) ? -1 : dim)));
    let rest = false;
    const kept: number[] = [];
    for (const [axis, dim] of shape.entries()) {
      if (!isBatchDim(dim)) kept.push(dim);
      else if (from[axis] !== undefined && sameDim(from[axis], dim)) kept.push(0);
      else if (rest) return this.shapeVector(shape);
      else {
        rest = true;
        kept.push(-1);
      }
    }
    return empty ? this.shapeVector(shape) : this.int64s(kept);
  }

  unsqueeze(value: string, axes: readonly number[]): string {
    const shape: Dim[] = [...this.shapeOf(value)];
    for (const axis of [...axes].sort((a, b) => a - b)) shape.splice(axis, 0, 1);
    const constant = this.constantOf(value);
    const fixed = fixedShape(shape);
    if (constant !== undefined && fixed !== undefined) return this.constant(reshapeConstant(constant, fixed));
    return axes.length === 0 ? value : this.emit("Unsqueeze", [value, this.int64s(axes)], { shape });
  }

  squeeze(value: string, axes: readonly number[]): string {
    const shape = this.shapeOf(value).filter((_, axis) => !axes.includes(axis));
    const constant = this.constantOf(value);
    const fixed = fixedShape(shape);
    if (constant !== undefined && fixed !== undefined) return this.constant(reshapeConstant(constant, fixed));
    return axes.length === 0 ? value : this.emit("Squeeze", [value, this.int64s(axes)], { shape });
  }

  /** A reduction over some axes. */
  reduce(op: string, value: string, axes: readonly number[], keep: boolean): string {
    const before = this.shapeOf(value);
    const wanted = axes.map((axis) => positiveAxis(axis, before.length));
    const shape = before.flatMap((dim, axis): Dim[] => (wanted.includes(axis) ? (keep ? [1] : []) : [dim]));
    if (wanted.length === 0) return value;
    const keepdims = keep ? 1 : 0;
    if (this.opset >= (REDUCTION_AXES_INPUT[op] ?? 18)) {
      return this.emit(op, [value, this.int64s(wanted)], { attributes: { keepdims }, shape });
    }
    return this.emit(op, [value], { attributes: { axes: wanted, keepdims }, shape });
  }

  concat(values: readonly string[], axis: number): string {
    const [first] = values;
    if (first === undefined) throw new Error("nothing to concatenate");
    if (values.length === 1) return first;
    const shape: Dim[] = [...this.shapeOf(first)];
    shape[axis] = addDims(values.map((value) => this.shapeOf(value)[axis] ?? 1));
    return this.emit("Concat", values, { attributes: { axis }, shape });
  }

  /** Part of a tensor along some axes; an end that is left out is the end of the axis. */
  slice(value: string, parts: readonly SlicePart[], shape: readonly Dim[]): string {
    if (parts.length === 0) return value;
    const step = parts.map((part) => part.step ?? 1);
    const inputs = [
      value,
      this.shapeVector(parts.map(({ begin }) => begin)),
      this.shapeVector(parts.map(({ end }, i) => end ?? ((step[i] ?? 1) < 0 ? -ONNX_END : ONNX_END))),
      this.int64s(parts.map(({ axis }) => axis)),
    ];
    if (step.some((one) => one !== 1)) inputs.push(this.int64s(step));
    return this.emit("Slice", inputs, { shape });
  }

  /** The value stretched to a shape, by repeating it along axes of length 1. */
  expand(value: string, shape: readonly Dim[]): string {
    if (sameShape(this.shapeOf(value), shape)) return value;
    return this.emit("Expand", [value, this.shapeVector(shape)], { shape });
  }

  /** A vector of int64 with these lengths; what follows the batch is computed from the shape of an input. */
  shapeVector(shape: readonly Dim[]): string {
    const fixed = fixedShape(shape);
    if (fixed !== undefined) return this.int64s(fixed);
    const parts: string[] = [];
    let run: number[] = [];
    const flush = (): void => {
      if (run.length > 0) parts.push(this.int64s(run));
      run = [];
    };
    for (const dim of shape) {
      if (isBatchDim(dim)) {
        flush();
        parts.push(this.length(dim));
      } else run.push(dim);
    }
    flush();
    return this.concat(parts, 0);
  }

  /** One length as an int64 vector of one element. */
  length(dim: Dim): string {
    if (!isBatchDim(dim)) return this.int64s([dim]);
    const source = this.#batchSource();
    const lengths = this.emit("Shape", [source.value], { type: "int64", shape: [this.shapeOf(source.value).length] });
    let length = this.emit("Gather", [lengths, this.int64s([source.axis])], { attributes: { axis: 0 }, shape: [1] });
    if (dim.scale !== 1) length = this.emit("Mul", [length, this.int64s([dim.scale])]);
    if (dim.offset !== 0) length = this.emit("Add", [length, this.int64s([dim.offset])]);
    return length;
  }

  #batchSource(): { value: string; axis: number } {
    for (const value of this.graph.inputs) {
      const axis = this.shapeOf(value).findIndex((dim) => isBatchDim(dim) && dim.scale === 1 && dim.offset === 0);
      if (axis >= 0) return { value, axis };
    }
    throw new Error("a length follows the batch, but no input has it as a dimension");
  }
}

/** The sum of lengths. */
export function addDims(dims: readonly Dim[]): Dim {
  let scale = 0;
  let offset = 0;
  for (const dim of dims) {
    if (isBatchDim(dim)) {
      scale += dim.scale;
      offset += dim.offset;
    } else offset += dim;
  }
  return scale === 0 ? offset : { scale, offset };
}

/** ONNX's numbers of element types (`TensorProto.DataType`). */
export const ONNX_TYPE_NUMBERS: Readonly<Record<OnnxType, number>> = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
};

/** The tensor in another element type, as ONNX's Cast makes it. */
export function castConstant({ type: from, dims, values }: OnnxConstant, type: OnnxType): OnnxConstant {
  const result = valuesOf(type, values.length);
  const truncates = from === "float32" && type !== "float32" && type !== "bool";
  for (const [i, value] of values.entries()) {
    result[i] = type === "bool" ? Number(value !== 0) : truncates ? Math.trunc(value) : value;
  }
  return { type, dims, values: result };
}
