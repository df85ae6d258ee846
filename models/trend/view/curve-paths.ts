/** Path data of a curve's days. Values that are not finite interrupt a line. */

import { at } from "kilnjs";
import { coordinate } from "kilnjs/charts";

/** From a day and a value to pixels. */
export interface Place {
  x(day: number): number;
  y(value: number): number;
}

type Days = Float32Array | Float64Array;

/** A line through the days. */
export function linePath(values: Days, place: Place): string {
  let path = "";
  let pen = false;
  values.forEach((value, day) => {
    const known = Number.isFinite(value);
    if (known) path += `${pen ? "L" : "M"}${coordinate(place.x(day))},${coordinate(place.y(value))}`;
    pen = known;
  });
  return path;
}

/** The surface between the days and zero. */
export function areaPath(values: Days, place: Place): string {
  if (values.length === 0) return "";
  const zero = coordinate(place.y(0));
  const top = linePath(values, place).replace("M", "L");
  return `M${coordinate(place.x(0))},${zero}${top}L${coordinate(place.x(values.length - 1))},${zero}Z`;
}

/** A bar for each day, `dayWidth` pixels from one to the next. */
export function bars(values: Days, place: Place, dayWidth: number): string {
  const half = Math.max(0.5, dayWidth / 2 - Math.min(2, dayWidth * 0.12));
  const zero = place.y(0);
  return Array.from(values, (value, day) => {
    const [left, top] = [coordinate(place.x(day) - half), coordinate(place.y(value))];
    return `M${left},${coordinate(zero)}V${top}h${coordinate(2 * half)}V${coordinate(zero)}Z`;
  }).join("");
}

/** The mean of each day and the six before it: no day looks ahead. NaN where there are fewer. */
export function meanOfWeek(values: Days): Float64Array {
  return Float64Array.from(values, (_, day) => {
    if (day < 6) return Number.NaN;
    let sum = 0;
    for (let back = 0; back < 7; back++) sum += at(values, day - back);
    return sum / 7;
  });
}
