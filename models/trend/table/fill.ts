/** The policy on missing cells. */

/** A row without missing cells, and how many were filled. */
export interface Filled {
  readonly values: Float64Array;
  readonly filled: number;
}

/**
 * Fills missing running totals with the last known one, so that nothing is counted on an unknown day and its cases count
 * on the day when they become known; before the first known total, with that one. It looks ahead nowhere else: a total
 * interpolated from a later one would tell a window its future. Null when no value of the row is known.
 */
export function carryTotals(cells: readonly (number | null)[]): Filled | null {
  const first = cells.find((cell) => cell !== null);
  if (first === undefined || first === null) return null;
  const values = new Float64Array(cells.length);
  let known = first;
  let filled = 0;
  cells.forEach((cell, i) => {
    if (cell === null) filled += 1;
    else known = cell;
    values[i] = known;
  });
  return { values, filled };
}
