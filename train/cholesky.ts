/** Cholesky factors: a symmetric positive matrix as L times its transpose, L lower triangular, stored row by row. */

/** Place of element (row, column), column <= row, of a packed lower triangle. */
export function packed(row: number, column: number): number {
  return (row * (row + 1)) / 2 + column;
}

/**
 * The factor of a packed lower triangle of size n.
 *
 * @param leastPivot what a smaller pivot is raised to, for a matrix that is positive but for rounding.
 * @throws RangeError when the matrix is not of that size, or is not positive definite and no least pivot is given.
 */
export function cholesky(matrix: Float64Array, n: number, leastPivot?: number): Float64Array {
  checkSize(matrix, n);
  const factor = new Float64Array(matrix.length);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[packed(i, j)] as number;
      for (let k = 0; k < j; k++) sum -= (factor[packed(i, k)] as number) * (factor[packed(j, k)] as number);
      factor[packed(i, j)] = i === j ? Math.sqrt(pivot(sum, i, leastPivot)) : sum / (factor[packed(j, j)] as number);
    }
  }
  return factor;
}

/**
 * Solves L x = b in place and gives |x|^2: with b = point - mean, the squared Mahalanobis distance.
 *
 * @throws RangeError when the factor is not of the size of `b`.
 */
export function solveLower(factor: Float64Array, b: Float64Array): number {
  checkSize(factor, b.length);
  let squared = 0;
  for (let i = 0, row = 0; i < b.length; row += ++i) {
    let sum = b[i] as number;
    for (let k = 0; k < i; k++) sum -= (factor[row + k] as number) * (b[k] as number);
    const x = sum / (factor[row + i] as number);
    b[i] = x;
    squared += x * x;
  }
  return squared;
}

/**
 * Solves L' x = b in place.
 *
 * @throws RangeError when the factor is not of the size of `b`.
 */
export function solveUpper(factor: Float64Array, b: Float64Array): void {
  checkSize(factor, b.length);
  for (let i = b.length - 1; i >= 0; i--) {
    let sum = b[i] as number;
    for (let k = i + 1; k < b.length; k++) sum -= (factor[packed(k, i)] as number) * (b[k] as number);
    b[i] = sum / (factor[packed(i, i)] as number);
  }
}

/** Once a call, so that the loops need not look at each element. */
function checkSize(triangle: Float64Array, n: number): void {
  if (triangle.length === packed(n, 0)) return;
  throw new RangeError(`${triangle.length} numbers are no lower triangle of ${n} rows: that has ${packed(n, 0)}`);
}

function pivot(value: number, i: number, least: number | undefined): number {
  if (least !== undefined) return Math.max(value, least);
  if (!(value > 0)) throw new RangeError(`not positive definite: pivot ${i} is ${value}`);
  return value;
}
