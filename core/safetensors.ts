/**
 * Tensors in a file, in the safetensors format (https://github.com/huggingface/safetensors, "Format"): 8 bytes of header
 * length (little-endian), a JSON header that gives each tensor's type, shape and place, then the data. Any tool that
 * knows the format can read a checkpoint. Files from outside are not trusted: every length is checked before it is used.
 */
import { z } from "zod";
import { InputError } from "./errors.js";
import { parseJsonAs } from "./json.js";
import { sizeOf, type Tensor, type Tensors } from "./tensor.js";
import { elementBytes, fromWire, toWire } from "./wire.js";

/** What a file holds. `metadata` is text by name, as the format has it. */
export interface SafetensorsContent {
  readonly tensors: Tensors;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Headers beyond this are refused, as the reference implementation does (100 MB). */
const MAXIMUM_HEADER = 100_000_000;
const LENGTH_BYTES = 8;

const typeNames = { float32: "F32", float16: "F16", int64: "I64", int32: "I32", uint8: "U8", bool: "BOOL" } as const;
const elementTypeOf = {
  F32: "float32",
  F16: "float16",
  I64: "int64",
  I32: "int32",
  U8: "uint8",
  BOOL: "bool",
} as const;

const entrySchema = z.object({
  dtype: z.enum(["F32", "F16", "I64", "I32", "U8", "BOOL"]),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const headerSchema = z.object({ __metadata__: z.record(z.string(), z.string()).optional() }).catchall(entrySchema);

/**
 * The file's parts in order: length and header first, then each tensor's bytes without a copy.
 *
 * @example
 * ```ts
 * await writeFile("weights.safetensors", Buffer.concat(encodeSafetensors({ tensors, metadata: {} })));
 * ```
 */
export function encodeSafetensors({ tensors, metadata }: SafetensorsContent): Uint8Array[] {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    const bytes = toWire(tensor);
    const end = offset + bytes.byteLength;
    header[name] = { dtype: typeNames[tensor.type], shape: tensor.dims, data_offsets: [offset, end] };
    parts.push(bytes);
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Spaces up to a multiple of 8, so that the data is aligned for readers that map the file.
  const padded = Math.ceil(json.byteLength / 8) * 8;
  const head = new Uint8Array(LENGTH_BYTES + padded).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(padded), true);
  head.set(json, LENGTH_BYTES);
  return [head, ...parts];
}

/**
 * Reads a file.
 *
 * @throws InputError saying what is wrong: cut short, no such format, a tensor outside of the file, bytes left over.
 *
 * @example
 * ```ts
 * const { tensors } = decodeSafetensors(await readFile("weights.safetensors"), "weights.safetensors");
 * ```
 */
export function decodeSafetensors(bytes: Uint8Array, file: string): SafetensorsContent {
  const { header, dataStart } = readHeader(bytes, file);
  const { __metadata__: metadata = {}, ...entries } = header;
  // A plain view: on Node's Buffer, `slice` would not copy, and the arrays below would share the file's buffer.
  const data = new Uint8Array(bytes.buffer, bytes.byteOffset + dataStart, bytes.byteLength - dataStart);
  const tensors: Record<string, Tensor> = {};
  let expectedStart = 0;
  for (const [name, entry] of Object.entries(entries).sort(byOffset)) {
    const [start, end] = entry.data_offsets;
    const type = elementTypeOf[entry.dtype];
    const size = sizeOf(entry.shape) * elementBytes[type];
    if (start !== expectedStart || end - start !== size) {
      throw new InputError(`tensor "${name}" does not lie where its shape says`, { where: { file } });
    }
    if (end > data.byteLength) {
      throw new InputError(`is cut short: tensor "${name}" ends at byte ${dataStart + end} of ${bytes.byteLength}`, {
        where: { file },
      });
    }
    tensors[name] = fromWire(type, entry.shape, data.slice(start, end), name);
    expectedStart = end;
  }
  if (expectedStart !== data.byteLength) {
    throw new InputError(`holds ${data.byteLength - expectedStart} bytes that belong to no tensor`, {
      where: { file },
    });
  }
  return { tensors, metadata };
}

function readHeader(bytes: Uint8Array, file: string): { header: z.infer<typeof headerSchema>; dataStart: number } {
  if (bytes.byteLength < LENGTH_BYTES) {
    throw new InputError(`is cut short: ${bytes.byteLength} bytes`, { where: { file } });
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(MAXIMUM_HEADER)) throw new InputError("is no safetensors file", { where: { file } });
  const dataStart = LENGTH_BYTES + Number(length);
  if (dataStart > bytes.byteLength) throw new InputError("is cut short inside its header", { where: { file } });
  const text = new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, dataStart));
  return { header: parseJsonAs(headerSchema, text, "safetensors header", file), dataStart };
}

type Entry = z.infer<typeof entrySchema>;

function byOffset(a: [string, Entry], b: [string, Entry]): number {
  // Empty tensors share their start with the next one: they come first.
  return a[1].data_offsets[0] - b[1].data_offsets[0] || a[1].data_offsets[1] - b[1].data_offsets[1];
}
