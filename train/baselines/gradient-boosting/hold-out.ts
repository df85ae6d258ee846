/** Rows set aside to watch the loss on, as many of each class as their share. */
import type { Random } from "../../../core/random.js";
import type { FeatureMatrix } from "../matrix.js";

/** Row numbers, ascending. */
export interface HeldOut {
  readonly kept: Uint32Array;
  readonly held: Uint32Array;
}

/** Draws a share of the rows of each class. */
export function holdOut(truth: ArrayLike<number>, share: number, random: Random): HeldOut {
  const isHeld = new Uint8Array(truth.length);
  for (const kind of [0, 1]) {
    const rows = Uint32Array.from({ length: truth.length }, (_, row) => row).filter((row) => truth[row] === kind);
    const order = random.permutation(rows.length);
    for (const place of order.subarray(0, Math.round(share * rows.length))) isHeld[rows[place] as number] = 1;
  }
  const rows = Uint32Array.from({ length: truth.length }, (_, row) => row);
  return { kept: rows.filter((row) => isHeld[row] === 0), held: rows.filter((row) => isHeld[row] === 1) };
}

/** Copies some rows. */
export function takeRows(
  { columns, values }: FeatureMatrix,
  truth: ArrayLike<number>,
  rows: Uint32Array,
): { features: FeatureMatrix; truth: Uint8Array } {
  const taken = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    taken.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return {
    features: { rows: rows.length, columns, values: taken },
    truth: Uint8Array.from(rows, (row) => truth[row] as number),
  };
}
