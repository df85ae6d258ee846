/**
 * Tensors between stages: a typed array and its shape, row-major. No library's tensor class crosses a stage's border,
 * so that the server, the browser and the tests can hand the same value to different runtimes.
 */
import { InputError } from "./errors.js";

/** Element types a contract may use; the names are those of ONNX and onnxruntime. */
export const elementTypes = ["float32", "int32", "bool"] as const;

/** One of `elementTypes`. */
export type ElementType = (typeof elementTypes)[number];

/** Data of each element type; `bool` is one byte an element, 0 or 1. */
export interface ElementArrays {
  float32: Float32Array;
  int32: Int32Array;
  bool: Uint8Array;
}

/** A tensor of any element type: `data.length` is the product of `dims`. */
export type Tensor = {
  [Type in ElementType]: {
    readonly type: Type;
    readonly dims: readonly number[];
    readonly data: ElementArrays[Type];
  };
}[ElementType];

/** Tensors by input or output name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/**
 * Product of the dimensions: 1 for a scalar.
 *
 * @example
 * ```ts
 * sizeOf([2, 3]); // 6
 * ```
 */
export function sizeOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/** An array of `length` zeros of the element type. */
export function allocate(type: ElementType, length: number): Float32Array | Int32Array | Uint8Array {
  if (type === "float32") return new Float32Array(length);
  if (type === "int32") return new Int32Array(length);
  return new Uint8Array(length);
}

/**
 * Makes a tensor from numbers, checking each: float32 values must be finite, int32 values whole and in range, bool 0 or 1.
 *
 * @throws InputError naming the first element that does not fit, with `field` as its place.
 */
export function tensorOf(
  type: ElementType,
  dims: readonly number[],
  values: ArrayLike<number>,
  field = "values",
): Tensor {
  const expected = sizeOf(dims);
  if (values.length !== expected) {
    throw new InputError(`expected ${expected} values for shape [${dims.join(", ")}], got ${values.length}`, {
      where: { field },
    });
  }
  const data = allocate(type, expected);
  for (let i = 0; i < expected; i++) {
    const value = values[i];
    if (value === undefined || !fits(type, value)) {
      throw new InputError(`element ${i} is ${value}, which is no ${type}`, { where: { field } });
    }
    data[i] = value;
  }
  return makeTensor(type, dims, data);
}

/**
 * Joins a type, a shape and the data that belong together.
 *
 * @throws InputError when the array's class or length does not fit the type and the shape.
 *
 * @example
 * ```ts
 * makeTensor("float32", [2, 3], Float32Array.of(1, 2, 3, 4, 5, 6));
 * ```
 */
export function makeTensor(
  type: ElementType,
  dims: readonly number[],
  data: Float32Array | Int32Array | Uint8Array,
): Tensor {
  if (data.length !== sizeOf(dims)) {
    throw new InputError(`${data.length} elements do not fill the shape [${dims.join(", ")}]`);
  }
  if (type === "float32" && data instanceof Float32Array) return { type, dims: [...dims], data };
  if (type === "int32" && data instanceof Int32Array) return { type, dims: [...dims], data };
  if (type === "bool" && data instanceof Uint8Array) return { type, dims: [...dims], data };
  throw new InputError(`a ${type} tensor cannot hold a ${data.constructor.name}`);
}

/** Rows `from` (inclusive) to `to` (exclusive) along the first dimension, copied. */
export function sliceRows(tensor: Tensor, from: number, to: number): Tensor {
  const [rows = 1, ...rest] = tensor.dims;
  const width = sizeOf(rest);
  const last = Math.min(to, rows);
  return makeTensor(tensor.type, [last - from, ...rest], tensor.data.slice(from * width, last * width));
}

function fits(type: ElementType, value: number): boolean {
  if (type === "float32") return Number.isFinite(value) && Math.abs(value) <= 3.4028234663852886e38;
  if (type === "int32") return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
  return value === 0 || value === 1;
}
