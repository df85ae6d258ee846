/** Tensors as nested JSON arrays: what a person can type for any model, from its contract alone. */
import { at } from "../core/at.js";
import type { TensorSpec } from "../core/contract.js";
import { InputError } from "../core/errors.js";
import type { Json } from "../core/json.js";
import { type Tensor, tensorOf } from "../core/tensor.js";

/**
 * A tensor from nested arrays; the outermost array is the batch.
 *
 * @param field the JSON pointer of `value`, for messages.
 * @throws InputError naming the place that is no array, has another length, or holds no number.
 */
export function tensorFromNested(spec: TensorSpec, value: unknown, field: string): Tensor {
  const rows = Array.isArray(value) ? value.length : 0;
  const dims = spec.dimensions.map((dimension) => dimension.size ?? rows);
  const values: number[] = [];
  collect(spec, value, 0, field, values);
  return tensorOf(spec.type, dims, values, field);
}

/** The reverse: numbers, or true and false for a `bool` tensor. */
export function nestedFromTensor({ type, dims, data }: Tensor): Json {
  const element = (index: number): Json => (type === "bool" ? data[index] === 1 : at(data, index));
  const build = (axis: number, from: number, size: number): Json => {
    const length = dims[axis];
    if (length === undefined) return element(from);
    const width = size / Math.max(1, length);
    return Array.from({ length }, (_, i) => build(axis + 1, from + i * width, width));
  };
  return build(0, 0, data.length);
}

function collect(spec: TensorSpec, value: unknown, axis: number, field: string, values: number[]): void {
  const dimension = spec.dimensions[axis];
  if (dimension === undefined) {
    values.push(numberOf(spec, value, field));
    return;
  }
  if (!Array.isArray(value)) {
    throw new InputError(`expected an array over ${dimension.name}, got ${describe(value)}`, {
      where: { field },
      next: `"${spec.name}" is ${spec.type} [${spec.dimensions.map((one) => one.size ?? one.name).join(", ")}].`,
    });
  }
  if (value.length === 0 || (dimension.size !== null && value.length !== dimension.size)) {
    const expected = dimension.size ?? "at least one";
    throw new InputError(`${value.length} values over ${dimension.name}, expected ${expected}`, { where: { field } });
  }
  value.forEach((item, index) => {
    collect(spec, item, axis + 1, `${field}/${index}`, values);
  });
}

function numberOf(spec: TensorSpec, value: unknown, field: string): number {
  if (spec.type === "bool" && typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value;
  throw new InputError(`expected ${spec.type === "int32" ? "an" : "a"} ${spec.type}, got ${describe(value)}`, {
    where: { field },
  });
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  return JSON.stringify(value).slice(0, 40);
}
