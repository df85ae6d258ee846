/**
 * An ONNX graph while it is being made: operators, constants and the type of every value. `passes/` rewrite it, and
 * `serialise.ts` writes it down.
 */
import type { Dim } from "../graph.js";
import { UniqueNames } from "../scope.js";

/** Element types of ONNX values that a recorded function can need. */
export type OnnxType = "float32" | "int32" | "int64" | "bool" | "uint8";

/** Element type and shape of a value. */
export interface OnnxTensorType {
  readonly type: OnnxType;
  readonly shape: readonly Dim[];
}

/** An attribute: whole numbers as they are, fractions marked, since JavaScript does not tell 1 from 1.0. */
export type OnnxAttribute =
  | number
  | readonly number[]
  | string
  | readonly string[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly tensor: OnnxConstant };

/** A tensor with its values, row by row; `int64` is kept in 32 bits, which every length and index fits. */
export interface OnnxConstant {
  readonly type: OnnxType;
  readonly dims: readonly number[];
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** One operator. Optional inputs that are left out are empty strings. */
export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  /** Where it comes from: the layer, and the line of the author's code. */
  readonly doc: string;
}

/** Declared name of a result, and the value that it is. */
export interface OnnxOutput {
  readonly name: string;
  value: string;
}

/** A graph under construction. Nodes are in topological order. */
export class OnnxGraph {
  readonly inputs: string[] = [];
  readonly outputs: OnnxOutput[] = [];
  readonly constants = new Map<string, OnnxConstant>();
  nodes: OnnxNode[] = [];
  /** Values and nodes have their names from here. */
  readonly names = new UniqueNames();
  readonly #types = new Map<string, OnnxTensorType>();

  /** @throws Error when there is no such value: a broken rewrite. */
  typeOf(value: string): OnnxTensorType {
    const constant = this.constants.get(value);
    if (constant !== undefined) return { type: constant.type, shape: constant.dims };
    const type = this.#types.get(value);
    if (type === undefined) throw new Error(`the ONNX graph has no value ${JSON.stringify(value)}`);
    return type;
  }

  setType(value: string, type: OnnxTensorType): void {
    this.#types.set(value, type);
  }

  has(value: string): boolean {
    return this.constants.has(value) || this.#types.has(value);
  }
}
