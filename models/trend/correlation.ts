/** Pearson correlation of many series at once, on typed arrays. */

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

/** Rows that are multiplied at a time: two blocks of them stay in the processor's cache. */
const BLOCK = 64;

/**
 * Calls `visit(i, j, r)` for every pair i <= j of rows with their correlation, NaN where one of them is constant. Nothing
 * of the size of the whole matrix is held.
 */
export function eachCorrelation(
  rows: readonly ArrayLike<number>[],
  visit: (i: number, j: number, correlation: number) => void,
): void {
  const { values, length } = standardize(rows);
  for (let iBlock = 0; iBlock < rows.length; iBlock += BLOCK) {
    for (let jBlock = iBlock; jBlock < rows.length; jBlock += BLOCK) {
      const iEnd = Math.min(iBlock + BLOCK, rows.length);
      const jEnd = Math.min(jBlock + BLOCK, rows.length);
      for (let i = iBlock; i < iEnd; i++) {
        for (let j = Math.max(i, jBlock); j < jEnd; j++) visit(i, j, product(values, i * length, j * length, length));
      }
    }
  }
}

/** The whole matrix, row-major [rows, rows]; NaN where a row is constant. */
export function correlationMatrix(rows: readonly ArrayLike<number>[]): Float32Array {
  const matrix = new Float32Array(rows.length ** 2);
  eachCorrelation(rows, (i, j, correlation) => {
    matrix[i * rows.length + j] = correlation;
    matrix[j * rows.length + i] = correlation;
  });
  return matrix;
}

/** How many entries of each row of the matrix lie above the threshold, the row's own 1 included. */
export function countAbove(rows: readonly ArrayLike<number>[], threshold: number): Uint32Array {
  const counts = new Uint32Array(rows.length);
  eachCorrelation(rows, (i, j, correlation) => {
    if (!(correlation > threshold)) return; // also when it is NaN
    counts[i] = (counts[i] as number) + 1;
    if (j !== i) counts[j] = (counts[j] as number) + 1;
  });
  return counts;
}

function product(values: Float64Array, a: number, b: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += (values[a + k] as number) * (values[b + k] as number);
  return sum;
}
