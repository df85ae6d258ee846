/** Series that are one and the same under different names: somebody has copied a row, or a program has. */
import type { CaseSeries } from "./case-table.js";

/** Days with cases below which two small places can be the same by chance. */
const LEAST_DAYS = 7;

/**
 * Groups of two and more series with the same increments on every day, as indices in their order. Constant series are left
 * out: they have nothing in common but that nothing happens.
 */
export function twinsOf(series: readonly CaseSeries[]): number[][] {
  const alike = new Map<string, number[][]>();
  for (const [i, { increments }] of series.entries()) {
    const key = keyOf(increments);
    if (key === null) continue;
    const groups = alike.get(key) ?? [];
    const own = groups.find(([first]) => isSame(series[first ?? i]?.increments, increments));
    if (own === undefined) alike.set(key, [...groups, [i]]);
    else own.push(i);
  }
  return [...alike.values()].flat().filter((group) => group.length > 1);
}

/** The same for equal series, and seldom for others; null for those that are not compared. */
function keyOf(increments: Float64Array): string | null {
  let days = 0;
  let sum = 0;
  let weighted = 0;
  let constant = true;
  for (let day = 0; day < increments.length; day++) {
    const value = increments[day] ?? 0;
    if (value !== 0) days += 1;
    if (value !== increments[0]) constant = false;
    sum += value;
    weighted += value * (day + 1);
  }
  return constant || days < LEAST_DAYS ? null : `${sum} ${weighted}`;
}

function isSame(first: Float64Array | undefined, second: Float64Array): boolean {
  return first !== undefined && second.every((value, day) => value === first[day]);
}
