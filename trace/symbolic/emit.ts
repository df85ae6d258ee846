import type { Attribute, ConstantValues, ElementType } from "../graph.js";
import type { Tfjs } from "../tfjs.js";
import type { Info } from "./known.js";

/** Shape and element type of an output. */
export interface OutputType {
  readonly shape: readonly number[];
  readonly dtype: ElementType;
}

/** What a kernel writes with: TensorFlow operations, and the constants that they take. */
export interface Emit {
  readonly tf: Tfjs;
  /** Writes an operation with one output. */
  op(name: string, inputs: readonly Info[], attributes: Attributes, type: OutputType): Info;
  /** Writes an operation with several outputs. */
  ops(name: string, inputs: readonly Info[], attributes: Attributes, types: readonly OutputType[]): Info[];
  /** A constant; it stands in the graph once an operation uses it. */
  constant(values: ConstantValues, shape: readonly number[], dtype: ElementType): Info;
  /** The same data under another name, as `clone` makes it. */
  alias(of: Info): Info;
  /** Refuses the kernel that is being written. */
  refuse(reason: string, next?: string): never;
}

/** Attributes by name, in the order in which tfjs-node gives them. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** The inputs of a kernel: by name, and in order where the kernel takes a list. */
export type Inputs = Readonly<Record<string, Info>> & { readonly length?: number };

/** A kernel of tfjs, written as TensorFlow operations. Attributes are tfjs's own, as the function of tfjs-core gives them. */
export type Kernel = (emit: Emit, inputs: Inputs, attributes: Readonly<Record<string, unknown>>) => Info | Info[];

/** Kernels by the name that tfjs-core calls them by. */
export type Kernels = Readonly<Record<string, Kernel>>;

export const int = (value: number | readonly number[]): Attribute => ({ type: "int", value });
export const float = (value: number): Attribute => ({ type: "float", value: Math.fround(value) });
export const bool = (value: unknown): Attribute => ({ type: "bool", value: Boolean(value) });
export const text = (value: string): Attribute => ({ type: "string", value });
export const type = (value: string): Attribute => ({ type: "type", value: value as ElementType });

/** A vector of int32. */
export function ints(emit: Emit, values: readonly number[]): Info {
  return emit.constant(Int32Array.from(values), [values.length], "int32");
}

/** A matrix of int32: paddings, crops. */
export function pairs(emit: Emit, values: readonly (readonly number[])[]): Info {
  return emit.constant(Int32Array.from(values.flat()), [values.length, values[0]?.length ?? 2], "int32");
}

/** A single value. */
export function scalar(emit: Emit, value: number | boolean, dtype: ElementType = "float32"): Info {
  const number = Number(value);
  const values =
    dtype === "int32" ? Int32Array.of(number) : dtype === "bool" ? Uint8Array.of(number) : Float32Array.of(number);
  return emit.constant(values, [], dtype);
}

/** An input that a kernel cannot be without. */
export function need(inputs: Inputs, name: string): Info {
  const found = inputs[name];
  if (found === undefined || found === null) throw new Error(`a kernel was called without its input ${name}`);
  return found;
}

/** The inputs of a kernel that takes a list. */
export function list(inputs: Inputs): Info[] {
  return Array.from({ length: inputs.length ?? Object.keys(inputs).length }, (_, i) => need(inputs, String(i)));
}

/** Shape and element type, as an output that is like this input. */
export function like({ shape, dtype }: Info): OutputType {
  return { shape, dtype: dtype as ElementType };
}

/** The shape that two tensors have together. */
export function broadcast(emit: Emit, a: Info, b: Info): number[] {
  return emit.tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
}

/** The element type that two tensors have together. */
export function upcast(emit: Emit, a: Info, b: Info): ElementType {
  return emit.tf.upcastType(a.dtype, b.dtype) as ElementType;
}
