/** Weights as tfjs stores them, quantised or not: https://github.com/tensorflow/tfjs/blob/master/tfjs-core/src/io/types.ts */
import { z } from "zod";
import { FailedError } from "../../core/errors.js";
import { fromFloat16 } from "../../core/float16.js";

const dtypes = ["float32", "float16", "int32", "int16", "uint16", "uint8", "bool", "int64"] as const;

/** One weight in the manifest. */
export const weightEntrySchema = z.object({
  name: z.string().min(1),
  shape: z.array(z.int().nonnegative()),
  dtype: z.string(),
  quantization: z
    .object({
      dtype: z.enum(["uint8", "uint16", "float16"]),
      scale: z.number().optional(),
      min: z.number().optional(),
      original_dtype: z.string().optional(),
    })
    .optional(),
});

export type WeightEntry = z.infer<typeof weightEntrySchema>;

/** A weight as numbers. */
export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32" | "bool";
  readonly values: Float32Array | Int32Array | Uint8Array;
}

const BYTES: Readonly<Record<(typeof dtypes)[number], number>> = {
  float32: 4,
  float16: 2,
  int32: 4,
  int16: 2,
  uint16: 2,
  uint8: 1,
  bool: 1,
  int64: 8,
};

function storedType({ dtype, quantization }: WeightEntry): (typeof dtypes)[number] | undefined {
  return dtypes.find((known) => known === (quantization?.dtype ?? dtype));
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** How many bytes a weight takes in its shard; none for an element type that `decodeWeight` refuses. */
export function weightLength(entry: WeightEntry): number {
  const type = storedType(entry);
  return type === undefined ? 0 : BYTES[type] * size(entry.shape);
}

/**
 * The numbers of a weight.
 *
 * @throws FailedError naming the weight, for an element type that no graph here holds, or a number that is not finite.
 */
export function decodeWeight(entry: WeightEntry, bytes: Buffer, file: string): Weight {
  const { name, shape } = entry;
  const type = storedType(entry);
  if (type === undefined) {
    const next =
      entry.dtype === "string"
        ? "Look words up outside of the model, and convert the part that takes numbers."
        : `Known are ${dtypes.join(", ")}.`;
    throw new FailedError(
      `the weight ${JSON.stringify(name)} has the element type ${entry.dtype}, which cannot be converted`,
      {
        where: { file },
        next,
      },
    );
  }
  if (type === "float32" && entry.quantization === undefined) {
    return checked({ name, shape, dtype: "float32", values: float32(bytes) }, file);
  }
  const numbers = Array.from({ length: size(shape) }, (_, i) => readNumber(bytes, type, i));
  if (entry.quantization !== undefined) return dequantised(entry, numbers, file);
  if (type === "bool") return { name, shape, dtype: "bool", values: Uint8Array.from(numbers) };
  if (type === "float16") {
    return checked({ name, shape, dtype: "float32", values: Float32Array.from(numbers) }, file);
  }
  return { name, shape, dtype: "int32", values: wholeNumbers(name, numbers, file) };
}

function dequantised(entry: WeightEntry, numbers: readonly number[], file: string): Weight {
  const { name, shape, dtype, quantization } = entry;
  if (quantization === undefined) throw new Error("a weight without quantisation");
  if (quantization.dtype !== "float16" && (quantization.scale === undefined || quantization.min === undefined)) {
    throw new FailedError(`the quantised weight ${JSON.stringify(name)} says neither its scale nor its minimum`, {
      where: { file },
    });
  }
  const { scale = 1, min = 0 } = quantization;
  if (dtype === "int32") {
    return { name, shape, dtype, values: Int32Array.from(numbers, (value) => Math.round(value * scale + min)) };
  }
  if (dtype !== "float32") {
    throw new FailedError(`the quantised weight ${JSON.stringify(name)} has the element type ${dtype}`, {
      where: { file },
    });
  }
  const exact = quantization.dtype === "float16" ? numbers : numbers.map((value) => value * scale + min);
  return checked({ name, shape, dtype, values: Float32Array.from(exact) }, file);
}

/** @throws FailedError for a weight that is not finite: whatever it touches is no number either. */
export function checked(weight: Weight, file: string): Weight {
  let bad = 0;
  for (const value of weight.values) if (!Number.isFinite(value)) bad += 1;
  if (bad === 0) return weight;
  throw new FailedError(
    `the weight ${JSON.stringify(weight.name)} holds ${bad} ${bad === 1 ? "number that is" : "numbers that are"} not finite (NaN or infinite), ` +
      `of ${weight.values.length}`,
    { where: { file }, next: "The training diverged, or the file is damaged: take an earlier checkpoint." },
  );
}

/** Copied as it is: a shard is little-endian, and so is every machine that Node runs on. */
function float32(bytes: Buffer): Float32Array {
  const values = new Float32Array(bytes.length / 4);
  new Uint8Array(values.buffer).set(bytes);
  return values;
}

function readNumber(bytes: Buffer, type: (typeof dtypes)[number], index: number): number {
  const at = index * BYTES[type];
  switch (type) {
    case "float32":
      return bytes.readFloatLE(at);
    case "float16":
      return fromFloat16(bytes.readUInt16LE(at));
    case "int32":
      return bytes.readInt32LE(at);
    case "int16":
      return bytes.readInt16LE(at);
    case "uint16":
      return bytes.readUInt16LE(at);
    case "int64":
      return Number(bytes.readBigInt64LE(at));
    default:
      return bytes.readUInt8(at);
  }
}

function wholeNumbers(name: string, numbers: readonly number[], file: string): Int32Array {
  const values = Int32Array.from(numbers);
  if (values.every((value, i) => value === numbers[i])) return values;
  throw new FailedError(`the weight ${JSON.stringify(name)} holds whole numbers beyond 32 bits`, { where: { file } });
}

/** The bytes of several weights, one after the other, as tfjs reads them from memory. */
export function joinedBytes(values: readonly Weight["values"][]): ArrayBuffer {
  const all = new Uint8Array(values.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const { buffer, byteOffset, byteLength } of values) {
    all.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += byteLength;
  }
  return all.buffer;
}
