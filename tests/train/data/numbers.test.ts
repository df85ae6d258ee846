import { expect, it } from "vitest";
import { Random } from "../../../core/random.js";
import { dateIn, orderOf } from "../../../train/data/table/dates.js";
import { markOf, numberIn } from "../../../train/data/table/numbers.js";

it("gives the very number that the text says, for any number of digits", () => {
  const random = Random.seeded(1);
  for (let i = 0; i < 20_000; i++) {
    const digits = String(random.bits()) + String(random.bits());
    const cut = random.integer(17) + 1;
    const point = random.integer(cut + 1);
    const text = `${i % 3 === 0 ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point, cut)}`.replace(/\.$/, "");
    if (!/\d/.test(text)) continue;
    expect(Object.is(numberIn(text, "point"), Number(text)), text).toBe(true);
  }
});

it.each<[string, number]>([
  ["1e5", 1e5],
  ["+3", 3],
  ["\u22124.5", -4.5],
  ["1,234,567.5", 1_234_567.5],
  ["1 234.5", 1234.5],
  [".5", 0.5],
  ["1,234", Number.NaN],
  ["0x10", Number.NaN],
  ["Infinity", Number.NaN],
  ["1.2.3", Number.NaN],
  ["12a", Number.NaN],
  ["-", Number.NaN],
  ["", Number.NaN],
])("%j with a decimal point is %d", (text, value) => {
  expect(numberIn(text, "point")).toBe(value);
});

it("learns the mark and the order of dates from what leaves no choice", () => {
  expect(numberIn("1.234,5", "comma")).toBe(1234.5);
  expect([markOf(["1.234", "2"]), markOf(["1.234", "0.5"]), markOf(["1,5"]), markOf(["1,5", "1.25"])]).toEqual([
    undefined,
    "point",
    "comma",
    "both",
  ]);
  expect([
    orderOf(["3/4/2024", "13/4/2024"]),
    orderOf(["3/4/2024", "4/13/2024"]),
    orderOf(["3/4/2024"]),
    orderOf(["x"]),
  ]).toEqual(["day-month-year", "month-day-year", "open", undefined]);
  expect(dateIn("2024-02-29T12:00:00+02:00", "year-month-day")).toBe(Date.UTC(2024, 1, 29, 10) / 86_400_000);
  expect([dateIn("31.2.2024", "day-month-year"), dateIn("2023-02-29", "year-month-day")]).toEqual([
    Number.NaN,
    Number.NaN,
  ]);
});
