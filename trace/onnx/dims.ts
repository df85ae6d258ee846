/** Arithmetic with lengths, each a number or a line in the batch size. */
import { type Dim, isBatchDim, sameDim } from "../graph.js";

/** Whether two shapes are the same at every batch size. */
export function sameShape(a: readonly Dim[], b: readonly Dim[]): boolean {
  return a.length === b.length && a.every((dim, axis) => sameDim(dim, b[axis] ?? -1));
}

/** The lengths as numbers, or undefined where one follows the batch. */
export function fixedShape(shape: readonly Dim[]): readonly number[] | undefined {
  const fixed: number[] = [];
  for (const dim of shape) {
    if (isBatchDim(dim)) return undefined;
    fixed.push(dim);
  }
  return fixed;
}

/** The product of fixed lengths. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The length of a dimension that does not follow the batch. */
export function fixedDim(dim: Dim | undefined): number | undefined {
  return dim === undefined || isBatchDim(dim) ? undefined : dim;
}

/** The shape that operands of these shapes are stretched to, by NumPy's rules. */
export function broadcastShape(...shapes: readonly (readonly Dim[])[]): Dim[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    let found: Dim = 1;
    for (const shape of shapes) {
      const dim = shape[axis - rank + shape.length];
      if (dim !== undefined && dim !== 1) found = dim;
    }
    return found;
  });
}

/** A length times a number. */
export function scaleDim(dim: Dim, by: number): Dim {
  return isBatchDim(dim) ? { scale: dim.scale * by, offset: dim.offset * by } : dim * by;
}

/** An axis counted from the front. */
export function positiveAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** How a length is written in a file: the number, or the batch's name in a formula. */
export function dimText(dim: Dim, batch: string): string {
  if (!isBatchDim(dim)) return String(dim);
  const times = dim.scale === 1 ? batch : `${dim.scale}*${batch}`;
  return dim.offset === 0 ? times : `${times}${dim.offset < 0 ? "-" : "+"}${Math.abs(dim.offset)}`;
}

/** A permutation undone. */
export function inversePermutation(permutation: readonly number[]): number[] {
  const inverse = permutation.map(() => 0);
  for (const [to, from] of permutation.entries()) inverse[from] = to;
  return inverse;
}

/** A shape with its axes in another order. */
export function permute<Item>(items: readonly Item[], permutation: readonly number[]): Item[] {
  return permutation.map((from) => {
    const item = items[from];
    if (item === undefined) throw new Error(`a permutation of ${items.length} axes names axis ${from}`);
    return item;
  });
}
