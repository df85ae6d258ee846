/** Rows of several callers in one batch, and apart again. */
import { FailedError } from "../../core/errors.js";
import { allocate, makeTensor, sizeOf, type Tensor, type Tensors } from "../../core/tensor.js";

/** How many rows feeds have: the first dimension of any of them. */
export function rowsOf(feeds: Tensors): number {
  for (const name in feeds) return feeds[name]?.dims[0] ?? 0;
  return 0;
}

/**
 * Joins the rows of several callers, in their order.
 *
 * @param all at least one; all of them have the same names, types and shapes of a row.
 */
export function joinRows(all: readonly Tensors[]): Tensors {
  const [first] = all;
  if (first === undefined || all.length === 1) return first ?? {};
  const joined: Record<string, Tensor> = {};
  for (const [name, { type, dims }] of Object.entries(first)) {
    const rows = all.reduce((sum, feeds) => sum + (feeds[name]?.dims[0] ?? 0), 0);
    const data = allocate(type, rows * sizeOf(dims.slice(1)));
    let place = 0;
    for (const feeds of all) {
      const part = feeds[name]?.data;
      if (part === undefined) throw new FailedError(`one of the joined requests has no "${name}"`);
      data.set(part, place);
      place += part.length;
    }
    joined[name] = makeTensor(type, [rows, ...dims.slice(1)], data);
  }
  return joined;
}

/** Rows `from` to `to`, in arrays of their own: who gets them may keep them, and never sees another caller's. */
export function takeRows(tensors: Tensors, from: number, to: number): Tensors {
  const taken: Record<string, Tensor> = {};
  for (const name in tensors) {
    const tensor = tensors[name];
    if (tensor === undefined) continue;
    const { type, dims, data } = tensor;
    const width = data.length / (dims[0] ?? 1);
    taken[name] = { type, dims: [to - from, ...dims.slice(1)], data: data.slice(from * width, to * width) } as Tensor;
  }
  return taken;
}

/** What tells whether two requests may be joined: the names, types and shapes of their rows. */
export function shapeOf(feeds: Tensors): string {
  let shape = "";
  for (const name in feeds) {
    const tensor = feeds[name];
    if (tensor !== undefined) shape += `;${name}:${tensor.type}:${tensor.dims.slice(1).join(",")}`;
  }
  return shape;
}
