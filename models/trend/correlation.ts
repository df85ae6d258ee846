/** Pearson correlation of many series at once, on typed arrays, block by block. */
import { centred } from "kilnjs";
import { BLOCK, multiplyRows } from "./row-product.js";

/**
 * Rows scaled so that the product of two is their correlation, one behind the other, with zeros behind them up to a whole
 * block. A row that does not vary is all NaN: it has no correlation.
 */
function standardize(rows: readonly ArrayLike<number>[], length: number): Float64Array {
  const values = new Float64Array(Math.ceil(rows.length / BLOCK) * BLOCK * length);
  rows.forEach((row, r) => {
    const offsets = centred(row);
    const own = values.subarray(r * length, (r + 1) * length);
    if (offsets === null) own.fill(Number.NaN);
    else own.set(unit(offsets));
  });
  return values;
}

/** Numbers as a vector of length 1. */
function unit(values: Float64Array): Float64Array {
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return values.map((value) => value / norm);
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
  const length = rows[0]?.length ?? 0;
  const scaled = standardize(rows, length);
  const values = new Float64Array(BLOCK * BLOCK);
  for (let i0 = 0; i0 < count; i0 += BLOCK) {
    for (let j0 = i0; j0 < count; j0 += BLOCK) {
      multiplyRows(scaled, length, i0, j0, values);
      visit({ i0, iEnd: Math.min(i0 + BLOCK, count), j0, jEnd: Math.min(j0 + BLOCK, count), values, stride: BLOCK });
    }
  }
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
