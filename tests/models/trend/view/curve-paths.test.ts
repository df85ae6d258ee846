/** Path data of a curve's days. */
import { expect, it } from "vitest";
import { areaPath, bars, linePath, meanOfWeek } from "../../../../models/trend/view/curve-paths.js";

const place = { x: (day: number) => 10 * day, y: (value: number) => 100 - value };

it("draws a line, and lifts the pen where a day is not known", () => {
  expect(linePath(Float32Array.of(0, 50, Number.NaN, 20, 30), place)).toBe("M0,100L10,50M30,80L40,70");
  expect(linePath(Float32Array.of(Number.NaN), place)).toBe("");
});

it("closes a surface at zero on both ends", () => {
  expect(areaPath(Float32Array.of(10, 20), place)).toBe("M0,100L0,90L10,80L10,100Z");
  expect(areaPath(new Float32Array(0), place)).toBe("");
});

it("draws a bar a day, from zero, also downwards, with a gap between them", () => {
  expect(bars(Float32Array.of(10, -5), place, 10)).toBe("M-3.8,100V90h7.6V100ZM6.2,100V105h7.6V100Z");
  expect(bars(Float32Array.of(1), place, 0.1)).toBe("M-0.5,100V99h1V100Z");
});

it("takes a mean of the day and the six before it, and of no day that comes later", () => {
  const values = Float64Array.from({ length: 9 }, (_, day) => day);
  expect([...meanOfWeek(values)]).toEqual([...new Array(6).fill(Number.NaN), 3, 4, 5]);
  values[8] = 700;
  expect(meanOfWeek(values)[7]).toBe(4);
});
