/** Products of rows in JavaScript: where vectors cannot be had, and what they are held against. */
import { BLOCK, type RowMultiplier } from "./simd-product.js";

/**
 * A multiplier like `simdMultiplier`, to the same bits: numbers at even and at odd places are summed apart.
 *
 * @param count a multiple of BLOCK.
 * @param stride a multiple of 2.
 */
export function plainMultiplier(count: number, stride: number): RowMultiplier {
  const rows = new Float64Array(count * stride);
  const block = new Float64Array(BLOCK * BLOCK);
  return {
    rows,
    block,
    multiply(a, b) {
      for (let i = 0; i < BLOCK; i++) {
        for (let j = 0; j < BLOCK; j++)
          block[i * BLOCK + j] = product(rows, (a + i) * stride, (b + j) * stride, stride);
      }
    },
  };
}

function product(rows: Float64Array, a: number, b: number, length: number): number {
  let even = 0;
  let odd = 0;
  for (let k = 0; k < length; k += 2) {
    even += (rows[a + k] as number) * (rows[b + k] as number);
    odd += (rows[a + k + 1] as number) * (rows[b + k + 1] as number);
  }
  return even + odd;
}
