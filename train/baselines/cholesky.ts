/** Linear equations of a positive definite matrix. */

/**
 * Solves A x = b by Cholesky decomposition.
 *
 * @param a positive definite, row-major [size, size], its lower triangle filled in; it is overwritten.
 */
export function solve(a: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  const at = (i: number, j: number): number => a[i * size + j] as number;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = at(i, j);
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k);
      // A feature that never varies has no curvature of its own but the penalty's: rounding must not make it negative.
      a[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(j, j);
    }
  }
  const x = b.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] as number) - at(i, k) * (x[k] as number);
    x[i] = (x[i] as number) / at(i, i);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] = (x[i] as number) - at(k, i) * (x[k] as number);
    x[i] = (x[i] as number) / at(i, i);
  }
  return x;
}
