/** Random starts of weight matrices, from the seeded generator. */
import type { Random } from "kilnjs";
import { makeTensor, type Tensor } from "kilnjs";

/** Uniform in +-sqrt(6 / (rows + columns)) (Glorot and Bengio 2010), shape [rows, columns * blocks]. */
export function glorot(random: Random, rows: number, columns: number, blocks = 1): Tensor {
  const limit = Math.sqrt(6 / (rows + columns));
  const data = Float32Array.from({ length: rows * columns * blocks }, () => random.between(-limit, limit));
  return makeTensor("float32", [rows, columns * blocks], data);
}

/** `blocks` random orthogonal matrices side by side (Saxe et al. 2014), shape [size, size * blocks]. */
export function orthogonal(random: Random, size: number, blocks = 1): Tensor {
  const data = new Float32Array(size * size * blocks);
  for (let block = 0; block < blocks; block++) {
    orthonormalRows(random, size).forEach((row, r) => {
      data.set(row, r * size * blocks + block * size);
    });
  }
  return makeTensor("float32", [size, size * blocks], data);
}

/** A constant, shape [length]. */
export function filled(value: number, length: number): Tensor {
  return makeTensor("float32", [length], new Float32Array(length).fill(value));
}

/** Gram-Schmidt on normal rows, each freed from the ones before it twice: once is not enough in floating point. */
function orthonormalRows(random: Random, size: number): Float64Array[] {
  const rows: Float64Array[] = [];
  while (rows.length < size) {
    const row = Float64Array.from({ length: size }, () => random.normal());
    for (let pass = 0; pass < 2; pass++) for (const other of rows) subtract(row, other, product(row, other));
    const norm = Math.sqrt(product(row, row));
    if (norm > 1e-6) rows.push(row.map((value) => value / norm));
  }
  return rows;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function subtract(from: Float64Array, direction: Float64Array, factor: number): void {
  for (let i = 0; i < from.length; i++) from[i] = (from[i] as number) - factor * (direction[i] as number);
}
