/**
 * Tensors between stages: a typed array and its shape, row-major. No library's tensor class crosses a stage's border,
 * so that the server, the browser and the tests can hand the same value to different runtimes.
 */
import { InputError } from "./errors.js";

/** Element types a contract may use; the names are those of ONNX and onnxruntime. */
export const elementTypes = ["float32", "float16", "int64", "int32", "uint8", "bool"] as const;

/** One of `elementTypes`. */
export type ElementType = (typeof elementTypes)[number];

/**
 * Data of each element type. `bool` is one byte an element, 0 or 1. Two types have no array of plain numbers of their own
 * in every engine: float16 is held as float32 and int64 as float64 (whole numbers up to 2^53), both without loss;
 * `core/wire.ts` turns them into their own bytes where a file, a runtime or a protocol wants these.
 */
export interface ElementArrays {
  float32: Float32Array;
  float16: Float32Array;
  int64: Float64Array;
  int32: Int32Array;
  uint8: Uint8Array;
  bool: Uint8Array;
}

/** An array of any element type. */
export type ElementArray = ElementArrays[ElementType];

const arrays: { readonly [Type in ElementType]: new (length: number) => ElementArrays[Type] } = {
  float32: Float32Array,
  float16: Float32Array,
  int64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
};

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
export function allocate(type: ElementType, length: number): ElementArray {
  return new arrays[type](length);
}

/** A tensor of zeros. */
export function zeroTensor(type: ElementType, dims: readonly number[]): Tensor {
  return makeTensor(type, dims, allocate(type, sizeOf(dims)));
}

/**
 * Makes a tensor from numbers, checking each: floating-point values must be finite and in range, integers whole and in range,
 * bool 0 or 1.
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
export function makeTensor(type: ElementType, dims: readonly number[], data: ElementArray): Tensor {
  if (data.length !== sizeOf(dims)) {
    throw new InputError(`${data.length} elements do not fill the shape [${dims.join(", ")}]`);
  }
  // The array's class is checked, and what it is checked against is the type's own.
  if (data instanceof arrays[type]) return { type, dims: [...dims], data } as Tensor;
  throw new InputError(`a ${type} tensor cannot hold a ${data.constructor.name}`);
}

/** Element types that tfjs computes with: those that a model trained here can have at its border. */
export type TfjsType = Extract<ElementType, "float32" | "int32" | "bool">;

/**
 * An element type as tfjs knows it.
 *
 * @throws InputError for a type that only ONNX has, naming the input or output.
 */
export function tfjsType(type: ElementType, field: string): TfjsType {
  if (type === "float32" || type === "int32" || type === "bool") return type;
  throw new InputError(`tfjs has no ${type} tensors`, {
    where: { field },
    next: "Use float32, int32 or bool; the graph can turn a number into what it needs.",
  });
}

/** Rows `from` (inclusive) to `to` (exclusive) along the first dimension, copied. */
export function sliceRows(tensor: Tensor, from: number, to: number): Tensor {
  const [rows = 1, ...rest] = tensor.dims;
  const width = sizeOf(rest);
  const last = Math.min(to, rows);
  return makeTensor(tensor.type, [last - from, ...rest], tensor.data.slice(from * width, last * width));
}

/** Largest finite numbers of the floating-point types. */
const LARGEST = { float32: 3.4028234663852886e38, float16: 65504 } as const;

function fits(type: ElementType, value: number): boolean {
  switch (type) {
    case "float32":
    case "float16":
      return Math.abs(value) <= LARGEST[type];
    case "int64":
      return Number.isSafeInteger(value);
    case "int32":
      return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
    case "uint8":
      return Number.isInteger(value) && value >= 0 && value <= 255;
    case "bool":
      return value === 0 || value === 1;
  }
}
