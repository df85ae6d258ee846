/** What depends on constants alone is computed now. */

import { reshapeConstant, transposeConstant, valuesOf } from "../constants.js";
import { fixedShape, sizeOf } from "../dims.js";
import { castConstant } from "../emitter.js";
import type { OnnxConstant, OnnxNode } from "../graph.js";
import type { Pass, Rewriter } from "./pass.js";

const UNARY: Readonly<Record<string, (x: number) => number>> = {
  Abs: Math.abs,
  Exp: Math.exp,
  Log: Math.log,
  Neg: (x) => -x,
  Reciprocal: (x) => 1 / x,
  Relu: (x) => Math.max(x, 0),
  Sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  Sqrt: Math.sqrt,
  Tanh: Math.tanh,
};

const BINARY: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Div: (a, b) => a / b,
  Max: Math.max,
  Min: Math.min,
  Mul: (a, b) => a * b,
  Sub: (a, b) => a - b,
};

/** Larger results would cost the file more than computing them costs the runtime, unless they were as large before. */
const LARGEST_NEW = 4096;

export const foldConstants: Pass = {
  ops: [
    ...Object.keys(UNARY),
    ...Object.keys(BINARY),
    "Cast",
    "Concat",
    "Expand",
    "Reshape",
    "Squeeze",
    "Transpose",
    "Unsqueeze",
  ],
  rewrite(node, at) {
    const inputs: OnnxConstant[] = [];
    for (const value of node.inputs) {
      const constant = at.known(value);
      if (constant === undefined) return undefined;
      inputs.push(constant);
    }
    const result = compute(node, inputs, at);
    return result === undefined ? undefined : at.constant(result, "folded");
  },
};

function compute(node: OnnxNode, inputs: readonly OnnxConstant[], at: Rewriter): OnnxConstant | undefined {
  const [first, second] = inputs;
  if (first === undefined) return undefined;
  const { type, shape } = at.typeOf(node.outputs[0] ?? "");
  const dims = fixedShape(shape);
  if (dims === undefined) return undefined;
  const unary = UNARY[node.op];
  if (unary !== undefined) {
    if (type !== "float32") return undefined;
    return { type, dims, values: Float32Array.from(first.values, unary) };
  }
  const binary = BINARY[node.op];
  if (binary !== undefined && second !== undefined && inputs.length === 2) {
    if (type === "int32" && node.op === "Div") return undefined;
    const largest = Math.max(first.values.length, second.values.length, LARGEST_NEW);
    return sizeOf(dims) > largest ? undefined : combine(first, second, dims, binary);
  }
  switch (node.op) {
    case "Cast":
      return castConstant(first, type);
    case "Transpose":
      return transposeConstant(first, at.ints(node, "perm"));
    case "Reshape":
    case "Squeeze":
    case "Unsqueeze":
      return reshapeConstant(first, dims);
    case "Expand":
      return sizeOf(dims) > LARGEST_NEW
        ? undefined
        : combine(first, { ...first, dims: [], values: first.values.slice(0, 1) }, dims, (a) => a);
    case "Concat":
      return join(inputs, Number(node.attributes.axis), dims);
    default:
      return undefined;
  }
}

function combine(
  a: OnnxConstant,
  b: OnnxConstant,
  dims: readonly number[],
  f: (a: number, b: number) => number,
): OnnxConstant {
  const values = valuesOf(a.type, sizeOf(dims));
  const [from, other] = [placesOf(a.dims, dims), placesOf(b.dims, dims)];
  for (const i of values.keys()) values[i] = f(a.values[from(i)] as number, b.values[other(i)] as number);
  return { type: a.type, dims, values };
}

/** Where an element of a stretched tensor is found in the tensor itself. */
function placesOf(dims: readonly number[], stretched: readonly number[]): (index: number) => number {
  if (dims.join() === stretched.join()) return (index) => index;
  const rank = stretched.length;
  const aligned = [...Array.from({ length: rank - dims.length }, () => 1), ...dims];
  const strides = aligned.map((length, axis) => (length === 1 ? 0 : sizeOf(aligned.slice(axis + 1))));
  return (index) => {
    let rest = index;
    let place = 0;
    for (let axis = rank - 1; axis >= 0; axis--) {
      const length = stretched[axis] ?? 1;
      place += (rest % length) * (strides[axis] ?? 0);
      rest = Math.floor(rest / length);
    }
    return place;
  };
}

function join(parts: readonly OnnxConstant[], axis: number, dims: readonly number[]): OnnxConstant | undefined {
  const [first] = parts;
  const at = axis < 0 ? axis + dims.length : axis;
  if (first === undefined) return undefined;
  const values = valuesOf(first.type, sizeOf(dims));
  const outer = sizeOf(dims.slice(0, at));
  let offset = 0;
  for (let o = 0; o < outer; o++) {
    for (const { dims: own, values: numbers } of parts) {
      const length = sizeOf(own.slice(at));
      values.set(numbers.subarray(o * length, (o + 1) * length), offset);
      offset += length;
    }
  }
  return { type: first.type, dims, values };
}
