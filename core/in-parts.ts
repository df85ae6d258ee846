/** Many rows through a function of tensors, some at a time: one call with all of them would hold every activation at once. */
import { FailedError, InputError } from "./errors.js";
import { allocate, makeTensor, sizeOf, sliceRows, type Tensor, type Tensors } from "./tensor.js";

/** How rows are parted. */
export interface PartOptions {
  /** Rows of a part. */
  readonly rows: number;
  /** Fill the last part up with its last row, so that every call has the same shape; the surplus is cut off. */
  readonly sameShape?: boolean;
}

/**
 * Cuts inputs along the batch, runs each part, and joins the outputs again.
 *
 * @param run gives outputs with a row for each row of its inputs; it may throw, to stop between two parts.
 * @throws InputError when the inputs do not have the same number of rows, or none; FailedError when outputs have not.
 */
export async function inParts(
  inputs: Tensors,
  run: (part: Tensors) => Promise<Tensors>,
  { rows, sameShape = false }: PartOptions,
): Promise<Tensors> {
  const total = rowsOf(inputs);
  const size = Math.min(rows, total);
  const gathered = new Map<string, Gathered>();
  for (let from = 0; from < total; from += size) {
    const real = Math.min(size, total - from);
    const count = sameShape ? size : real;
    const part = Object.entries(inputs).map(([name, tensor]) => [name, rowsFrom(tensor, from, real, count)] as const);
    for (const [name, result] of Object.entries(await run(Object.fromEntries(part)))) {
      if (result.dims[0] !== count) {
        throw new FailedError(`output "${name}" has ${result.dims[0]} rows for ${count} rows of input`);
      }
      const target = gathered.get(name) ?? startGathering(result, total);
      gathered.set(name, target);
      target.data.set(result.data.subarray(0, real * target.width), from * target.width);
    }
  }
  const outputs: Record<string, Tensor> = {};
  for (const [name, { type, dims, data }] of gathered) outputs[name] = makeTensor(type, [total, ...dims], data);
  return outputs;
}

interface Gathered {
  readonly type: Tensor["type"];
  readonly dims: readonly number[];
  readonly width: number;
  readonly data: Tensor["data"];
}

function startGathering({ type, dims: [, ...dims] }: Tensor, total: number): Gathered {
  const width = sizeOf(dims);
  return { type, dims, width, data: allocate(type, total * width) };
}

function rowsOf(inputs: Tensors): number {
  const counts = new Set(Object.values(inputs).map((tensor) => tensor.dims[0] ?? 0));
  const [count = 0] = counts;
  if (counts.size !== 1 || count === 0) {
    throw new InputError(`inputs with ${[...counts].join(", ") || "no"} rows cannot be run together`);
  }
  return count;
}

/** Rows `from` to `from + real`; the last one is repeated up to `count`. */
function rowsFrom(tensor: Tensor, from: number, real: number, count: number): Tensor {
  const rows = sliceRows(tensor, from, from + real);
  if (real === count) return rows;
  const [, ...dims] = tensor.dims;
  const width = sizeOf(dims);
  const data = allocate(tensor.type, count * width);
  data.set(rows.data);
  const last = rows.data.subarray((real - 1) * width);
  for (let row = real; row < count; row++) data.set(last, row * width);
  return makeTensor(tensor.type, [count, ...dims], data);
}
