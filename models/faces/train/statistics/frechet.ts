/** The Frechet distance of two normal distributions (Dowson and Landau 1982; for pictures Heusel et al. 2017). */
import type { Moments } from "./moments.js";
import { eigenSymmetric, squareRoot } from "./symmetric.js";

/** |m1 - m2|^2 + trace(C1 + C2 - 2 (C1^1/2 C2 C1^1/2)^1/2): 0 for equal distributions. */
export function frechetDistance(a: Moments, b: Moments): number {
  const n = a.mean.length;
  if (b.mean.length !== n || b.covariance.length !== a.covariance.length) {
    throw new RangeError(`distributions of ${n} and of ${b.mean.length} numbers have no distance`);
  }
  let distance = 0;
  for (let i = 0; i < n; i++) distance += ((a.mean[i] as number) - (b.mean[i] as number)) ** 2;
  for (let i = 0; i < n; i++) distance += (a.covariance[i * n + i] as number) + (b.covariance[i * n + i] as number);
  const root = squareRoot(a.covariance, n);
  const { values } = eigenSymmetric(product(product(root, b.covariance, n), root, n), n);
  for (const value of values) distance -= 2 * Math.sqrt(Math.max(0, value));
  return Math.max(0, distance);
}

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const left = a[i * n + k] as number;
      for (let j = 0; j < n; j++) result[i * n + j] = (result[i * n + j] as number) + left * (b[k * n + j] as number);
    }
  }
  return result;
}
