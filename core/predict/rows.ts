/** One row of a tensor as nested JSON arrays. A last dimension of size 1 is left out: a number is sent as a number. */
import { z } from "zod";
import type { Dimension, TensorSpec } from "../contract.js";
import type { Json } from "../json.js";
import type { Tensor } from "../tensor.js";

/** Elements that a free dimension may have in a request. */
const MOST_ELEMENTS = 100_000;

/** The dimensions of a row, the batch and a last dimension of size 1 left out. */
export function rowDimensions({ dimensions }: TensorSpec): Dimension[] {
  const row = dimensions.slice(1);
  return row.at(-1)?.size === 1 ? row.slice(0, -1) : row;
}

/** A schema of nested arrays over the row's dimensions around a schema of one element. */
export function nestedSchema(spec: TensorSpec, element: z.ZodType): z.ZodType {
  return rowDimensions(spec).reduceRight<z.ZodType>((inner, { size }) => {
    const list = z.array(inner);
    return size === null ? list.min(1).max(MOST_ELEMENTS) : list.length(size);
  }, element);
}

/**
 * The elements of a checked value, row-major, and the sizes of the row's dimensions; `nestedSchema` of the same spec has
 * seen to the depth, and the caller compares the number of elements with the sizes: free dimensions can be ragged.
 */
export function flatten(spec: TensorSpec, value: unknown): { values: unknown[]; dims: number[] } {
  const shown = rowDimensions(spec);
  const dims = spec.dimensions.slice(1).map(({ size }) => size ?? 1);
  let values: unknown[] = [value];
  shown.forEach((dimension, axis) => {
    const lists = values.map((one) => (Array.isArray(one) ? one : [one]));
    dims[axis] = dimension.size ?? lists[0]?.length ?? 0;
    values = lists.flat(1);
  });
  return { values, dims };
}

/** The reverse: row 0 of a tensor. */
export function nestedRow(spec: TensorSpec, { type, dims, data }: Tensor): Json {
  const depth = rowDimensions(spec).length;
  const sizes = dims.slice(1, 1 + depth);
  const element = (index: number): Json => (type === "bool" ? data[index] === 1 : (data[index] ?? null));
  const build = (axis: number, from: number, length: number): Json => {
    const size = sizes[axis];
    if (size === undefined) return element(from);
    const width = length / Math.max(1, size);
    return Array.from({ length: size }, (_, i) => build(axis + 1, from + i * width, width));
  };
  return build(0, 0, data.length);
}
