/** The policy on missing cells. */

/** Missing cells of a series: before its first value, between two, after the last. */
export interface MissingCells {
  readonly before: number;
  readonly inside: number;
  readonly after: number;
}

/** A series without missing cells, and where its own values begin and end. */
export interface Filled {
  readonly values: Float64Array;
  readonly missing: MissingCells;
  /** Index of the first and of the last known value. */
  readonly first: number;
  readonly last: number;
}

/**
 * Fills missing cells (NaN) so that no case is counted on a day without a value: a running total stays at the last known
 * one, so that its cases count on the day when they become known, and before the first at that one; a daily count is 0. It
 * looks ahead nowhere else: a total interpolated from a later one would tell a window its future. Null when no value is
 * known; the cells themselves where none is missing.
 */
export function fill(cells: Float64Array, counts: "cumulative" | "daily"): Filled | null {
  const first = cells.findIndex((cell) => !Number.isNaN(cell));
  if (first === -1) return null;
  const last = cells.findLastIndex((cell) => !Number.isNaN(cell));
  if (first === 0 && !cells.some(Number.isNaN)) {
    return { values: cells, missing: { before: 0, inside: 0, after: 0 }, first, last };
  }
  const values = new Float64Array(cells.length);
  let known = counts === "daily" ? 0 : (cells[first] as number);
  let filled = 0;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] as number;
    if (Number.isNaN(cell)) {
      filled += 1;
      values[i] = known;
    } else {
      values[i] = cell;
      if (counts === "cumulative") known = cell;
    }
  }
  const after = cells.length - 1 - last;
  return { values, missing: { before: first, inside: filled - first - after, after }, first, last };
}
