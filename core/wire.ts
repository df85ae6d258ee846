/**
 * Tensors as bytes: each element in its own type's form, little-endian, row-major, as ONNX, safetensors and the Open
 * Inference Protocol have it. Every platform that onnxruntime runs on is little-endian.
 */
import { InputError } from "./errors.js";
import { fromFloat16, toFloat16 } from "./float16.js";
import { allocate, type ElementType, makeTensor, sizeOf, type Tensor } from "./tensor.js";

/** Bytes of one element. */
export const elementBytes: Readonly<Record<ElementType, number>> = {
  float32: 4,
  float16: 2,
  int64: 8,
  int32: 4,
  uint8: 1,
  bool: 1,
};

/** The bytes of a tensor; a view of its own memory where the two forms are the same. */
export function toWire(tensor: Tensor): Uint8Array {
  const { buffer, byteOffset, byteLength } = wireArray(tensor);
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The elements in an array of their own form: float16 as its bits, int64 as BigInt, all others as they are held. */
export function wireArray({ type, data }: Tensor): Exclude<Tensor["data"], Float64Array> | Uint16Array | BigInt64Array {
  if (type === "float16") return Uint16Array.from(data, toFloat16);
  if (type === "int64") return BigInt64Array.from(data, BigInt);
  return data;
}

/**
 * A tensor of bytes; the reverse of `toWire`.
 *
 * @param bytes copied where they do not begin at a multiple of the element's size; else the tensor shares their memory.
 * @throws InputError when there are more or fewer bytes than the shape needs, a bool is neither 0 nor 1, or an int64 is
 * beyond 2^53, from where on a JavaScript number cannot hold each of them.
 */
export function fromWire(type: ElementType, dims: readonly number[], bytes: Uint8Array, field = "data"): Tensor {
  const length = sizeOf(dims);
  const expected = length * elementBytes[type];
  if (bytes.byteLength !== expected) {
    throw new InputError(`${bytes.byteLength} bytes, expected ${expected} for ${type} [${dims.join(", ")}]`, {
      where: { field },
    });
  }
  const { buffer, byteOffset } = bytes.byteOffset % elementBytes[type] === 0 ? bytes : bytes.slice();
  switch (type) {
    case "float32":
      return makeTensor(type, dims, new Float32Array(buffer, byteOffset, length));
    case "int32":
      return makeTensor(type, dims, new Int32Array(buffer, byteOffset, length));
    case "float16":
      return makeTensor(type, dims, Float32Array.from(new Uint16Array(buffer, byteOffset, length), fromFloat16));
    case "int64":
      return makeTensor(type, dims, numbersOf(new BigInt64Array(buffer, byteOffset, length), field));
    case "uint8":
      return makeTensor(type, dims, new Uint8Array(buffer, byteOffset, length));
    case "bool": {
      const values = new Uint8Array(buffer, byteOffset, length);
      const wrong = values.findIndex((value) => value > 1);
      if (wrong !== -1) throw new InputError(`element ${wrong} is ${values[wrong]}, not 0 or 1`, { where: { field } });
      return makeTensor(type, dims, values);
    }
  }
}

/**
 * Whole numbers of 64 bits as JavaScript numbers.
 *
 * @throws InputError for the first one that a JavaScript number cannot hold.
 */
export function numbersOf(values: BigInt64Array, field = "data"): Float64Array {
  const numbers = allocate("int64", values.length) as Float64Array;
  for (const [i, value] of values.entries()) {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) {
      throw new InputError(`element ${i} is ${value}, beyond 2^53, where JavaScript's numbers have gaps`, {
        where: { field },
      });
    }
    numbers[i] = number;
  }
  return numbers;
}
