/** Pearson correlation of many series at once, on typed arrays, block by block. */
import { plainMultiplier } from "./row-product.js";
import { BLOCK, simdMultiplier } from "./simd-product.js";

/** Rows scaled so that the product of two is their correlation; a constant row is all NaN: it has no correlation. */
export function standardize(rows: readonly ArrayLike<number>[]): { values: Float64Array; length: number } {
  const length = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * length);
  rows.forEach((row, r) => {
    let mean = 0;
    for (let i = 0; i < length; i++) mean += (row[i] as number) / length;
    let squares = 0;
    for (let i = 0; i < length; i++) squares += ((row[i] as number) - mean) ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : Number.NaN;
    for (let i = 0; i < length; i++) values[r * length + i] = ((row[i] as number) - mean) * scale;
  });
  return { values, length };
}

/** Correlations of rows `i0`.. with rows `j0`..: `values[(i - i0) * stride + j - j0]`. */
interface Block {
  readonly i0: number;
  readonly iEnd: number;
  readonly j0: number;
  readonly jEnd: number;
  readonly values: Float64Array;
  readonly stride: number;
}

/** Calls `visit` for each block on and above the diagonal. The block's values are written over by the next one. */
function eachBlock(rows: readonly ArrayLike<number>[], visit: (block: Block) => void): void {
  const count = rows.length;
  const { values: scaled, length } = standardize(rows);
  // Whole blocks, and rows of even length: what is behind the last row or number is 0.
  const padded = Math.ceil(count / BLOCK) * BLOCK;
  const stride = 2 * Math.ceil(length / 2);
  const multiplier = simdMultiplier(padded, stride) ?? plainMultiplier(padded, stride);
  for (let i = 0; i < count; i++) multiplier.rows.set(scaled.subarray(i * length, (i + 1) * length), i * stride);
  const values = multiplier.block;
  for (let i0 = 0; i0 < count; i0 += BLOCK) {
    for (let j0 = i0; j0 < count; j0 += BLOCK) {
      multiplier.multiply(i0, j0);
      visit({ i0, iEnd: Math.min(i0 + BLOCK, count), j0, jEnd: Math.min(j0 + BLOCK, count), values, stride: BLOCK });
    }
  }
}

/**
 * Calls `visit(i, j, r)` for every pair i <= j of rows with their correlation, NaN where one of them is constant. Nothing
 * of the size of the whole matrix is held.
 */
export function eachCorrelation(
  rows: readonly ArrayLike<number>[],
  visit: (i: number, j: number, correlation: number) => void,
): void {
  eachBlock(rows, ({ i0, iEnd, j0, jEnd, values, stride }) => {
    for (let i = i0; i < iEnd; i++) {
      for (let j = Math.max(i, j0); j < jEnd; j++) visit(i, j, values[(i - i0) * stride + j - j0] as number);
    }
  });
}

/** The whole matrix, row-major [rows, rows]; NaN where a row is constant. */
export function correlationMatrix(rows: readonly ArrayLike<number>[]): Float32Array {
  const count = rows.length;
  const matrix = new Float32Array(count ** 2);
  eachBlock(rows, ({ i0, iEnd, j0, jEnd, values, stride }) => {
    for (let i = i0; i < iEnd; i++) {
      const from = (i - i0) * stride;
      for (let j = j0; j < jEnd; j++) matrix[i * count + j] = values[from + j - j0] as number;
    }
    // The mirror image, in the order in which it lies in memory.
    for (let j = j0; j < jEnd; j++) {
      for (let i = i0; i < iEnd; i++) matrix[j * count + i] = values[(i - i0) * stride + j - j0] as number;
    }
  });
  return matrix;
}

/** How many entries of each row of the matrix lie above the threshold, the row's own 1 included. */
export function countAbove(rows: readonly ArrayLike<number>[], threshold: number): Uint32Array {
  const counts = new Uint32Array(rows.length);
  eachBlock(rows, ({ i0, iEnd, j0, jEnd, values, stride }) => {
    for (let i = i0; i < iEnd; i++) {
      const from = (i - i0) * stride - j0;
      let above = 0;
      for (let j = Math.max(i, j0); j < jEnd; j++) {
        if (!((values[from + j] as number) > threshold)) continue; // also when it is NaN
        above += 1;
        if (j !== i) counts[j] = (counts[j] as number) + 1;
      }
      counts[i] = (counts[i] as number) + above;
    }
  });
  return counts;
}
