/** Tensors with known values. */

import { permute, sizeOf } from "./dims.js";
import type { OnnxConstant, OnnxType } from "./graph.js";

type Values = OnnxConstant["values"];

/** An empty array for values of this type. */
export function valuesOf(type: OnnxType, length: number): Values {
  if (type === "float32") return new Float32Array(length);
  return type === "bool" || type === "uint8" ? new Uint8Array(length) : new Int32Array(length);
}

/** A tensor of these numbers; a scalar when `dims` is left out and there is one. */
export function constantOf(type: OnnxType, numbers: readonly number[], dims?: readonly number[]): OnnxConstant {
  const values = valuesOf(type, numbers.length);
  values.set(numbers);
  return { type, dims: dims ?? (numbers.length === 1 ? [] : [numbers.length]), values };
}

/** The same values in another shape. */
export function reshapeConstant(constant: OnnxConstant, dims: readonly number[]): OnnxConstant {
  return { ...constant, dims };
}

/** The tensor with its axes in another order. */
export function transposeConstant({ type, dims, values }: OnnxConstant, permutation: readonly number[]): OnnxConstant {
  const strides = dims.map((_, axis) => sizeOf(dims.slice(axis + 1)));
  const to = permute(dims, permutation);
  const steps = permute(strides, permutation);
  const result = valuesOf(type, values.length);
  const index = to.map(() => 0);
  let from = 0;
  for (let i = 0; i < values.length; i++) {
    result[i] = values[from] as number;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const step = steps[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      from += step;
      if ((index[axis] as number) < (to[axis] as number)) break;
      from -= step * (to[axis] as number);
      index[axis] = 0;
    }
  }
  return { type, dims: to, values: result };
}

/** The number that all values are, or undefined where they differ or there is none. */
export function uniformValue({ values }: OnnxConstant): number | undefined {
  const [first] = values;
  return first !== undefined && values.every((value) => Object.is(value, first)) ? first : undefined;
}
