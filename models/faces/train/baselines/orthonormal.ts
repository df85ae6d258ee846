/** Makes vectors orthonormal. */

/** A vector of which less than this is left by the ones before it says nothing new: what is left is rounding. */
const NEGLIGIBLE = 1e-5;

/**
 * An orthonormal basis of what the rows span beside `others`, by the modified Gram-Schmidt process, each vector twice, which is enough for
 * full precision (Giraud, Langou and Rozložník 2005). Rows that depend on those before them are left out.
 *
 * @param rows row-major [count, width].
 * @param others orthonormal rows, which the new ones are made orthogonal to and which are not given back.
 * @returns row-major [at most count, width].
 */
export function orthonormal(
  rows: ArrayLike<number>,
  width: number,
  others: ArrayLike<number> = [],
): Float32Array<ArrayBuffer> {
  const before = vectorsOf(others, width);
  const kept: Float64Array[] = [];
  for (const vector of vectorsOf(rows, width)) {
    const whole = norm(vector);
    for (let turn = 0; turn < 2; turn++) {
      for (const other of [...before, ...kept]) subtract(vector, other, dot(vector, other));
    }
    const left = norm(vector);
    if (left > NEGLIGIBLE * whole) kept.push(vector.map((value) => value / left));
  }
  const basis = new Float32Array(kept.length * width);
  kept.forEach((vector, row) => {
    basis.set(vector, row * width);
  });
  return basis;
}

function vectorsOf(rows: ArrayLike<number>, width: number): Float64Array[] {
  const all = Float64Array.from(rows);
  return Array.from({ length: all.length / width }, (_, row) => all.slice(row * width, (row + 1) * width));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

function subtract(from: Float64Array, direction: Float64Array, length: number): void {
  for (let i = 0; i < from.length; i++) from[i] = (from[i] ?? 0) - length * (direction[i] ?? 0);
}
