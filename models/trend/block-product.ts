/** A block of the product of a matrix with its own transpose. */

/**
 * Products of `size` rows that begin at `a` with `size` rows that begin at `b`, all of them `length` long and one behind
 * the other in `values`; written to `out` row-major [size, size]. Two rows by four are summed at a time: their eight sums
 * stay in registers, and each number that is read is used more than once. Every sum is in the order of the row.
 *
 * @param size a multiple of 4.
 */
export function blockProduct(
  values: Float64Array,
  a: number,
  b: number,
  length: number,
  out: Float64Array,
  size: number,
): void {
  for (let i = 0; i < size; i += 2) {
    for (let j = 0; j < size; j += 4) tile(values, a + i * length, b + j * length, length, out, i * size + j, size);
  }
}

function tile(
  values: Float64Array,
  a: number,
  b: number,
  length: number,
  out: Float64Array,
  at: number,
  stride: number,
): void {
  const a1 = a + length;
  const b1 = b + length;
  const b2 = b1 + length;
  const b3 = b2 + length;
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  for (let k = 0; k < length; k++) {
    const x0 = values[a + k] as number;
    const x1 = values[a1 + k] as number;
    let y = values[b + k] as number;
    s00 += x0 * y;
    s10 += x1 * y;
    y = values[b1 + k] as number;
    s01 += x0 * y;
    s11 += x1 * y;
    y = values[b2 + k] as number;
    s02 += x0 * y;
    s12 += x1 * y;
    y = values[b3 + k] as number;
    s03 += x0 * y;
    s13 += x1 * y;
  }
  out[at] = s00;
  out[at + 1] = s01;
  out[at + 2] = s02;
  out[at + 3] = s03;
  out[at + stride] = s10;
  out[at + stride + 1] = s11;
  out[at + stride + 2] = s12;
  out[at + stride + 3] = s13;
}
