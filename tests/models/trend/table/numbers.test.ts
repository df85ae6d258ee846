import { describe, expect, test } from "vitest";
import { InputError } from "../../../../core/errors.js";
import { NumberReader } from "../../../../models/trend/table/numbers.js";
import type { DecimalMark } from "../../../../models/trend/table/options.js";
import { increments, read, refusal } from "./read.js";

/** Values of the cells of one table. */
function values(cells: readonly string[], decimal: DecimalMark = "auto"): number[] {
  const reader = new NumberReader(decimal);
  const target: number[] = [];
  for (const [i, cell] of cells.entries()) reader.read(cell, target, i, () => ({ file: "t.csv", row: i + 1 }));
  reader.finish();
  return target;
}

describe("numbers", () => {
  test.each<[string, number]>([
    ["0", 0],
    ["348840", 348_840],
    ["-5", -5],
    ["−5", -5],
    ["+5", 5],
    ["12.0", 12],
    ["0.143", 0.143],
    [".5", 0.5],
    ["7.", 7],
    ["1,5", 1.5],
    ["0,125", 0.125],
    ["1.5e3", 1500],
    ["1e6", 1e6],
    ["1,234,567", 1_234_567],
    ["1.234.567", 1_234_567],
    ["1,234.5", 1234.5],
    ["1.234,5", 1234.5],
    ["1234.567", 1234.567],
    ["1 234 567", 1_234_567],
    ["1\u00a0234", 1234],
    ["1\u202f234,5", 1234.5],
    ["1'234", 1234],
    ["1’234’567.25", 1_234_567.25],
    ["-1,234,567", -1_234_567],
  ])("%j", (cell, value) => {
    expect(values([cell])).toEqual([value]);
  });

  test.each(["", "NA", "n/a", "NaN", "null", "None", "-", "–", ".", "..", "#N/A"])("%j is missing", (cell) => {
    expect(values([cell])).toEqual([Number.NaN]);
  });

  test.each([
    "see note",
    "#REF!",
    "Infinity",
    "-inf",
    "1,23,456",
    "1.234.56",
    "12 34",
    "1,234,",
    "5*",
    "<5",
    "(5)",
    "5 %",
    "1.2.3",
    "0x10",
    "--5",
    "1e",
    ",",
    "1,234.567.890",
    "=1+1",
    "١٢",
    "1_000",
  ])("%j is no number", (cell) => {
    expect(() => values([cell])).toThrow(/is no number/);
  });

  test.each(["1e300", "9999999999999", "1e13"])("%j is too large", (cell) => {
    expect(() => values([cell])).toThrow(/too large for a count/);
  });

  test("1.234 waits for a cell that tells which mark is which", () => {
    expect(values(["1.234", "5", "1.234.567", "2.500"])).toEqual([1234, 5, 1_234_567, 2500]);
    expect(values(["1.234", "0.5", "12.857"])).toEqual([1.234, 0.5, 12.857]);
    expect(values(["1,234", "0.5"])).toEqual([1234, 0.5]);
    expect(values(["1.234", "0,5"])).toEqual([1234, 0.5]);
  });

  test("where none tells, it is refused; the setting decides", () => {
    expect(() => values(["7", "1.234"])).toThrow(/row 2: "1.234" can be a thousand .*--set decimal=point/s);
    expect(values(["1.234"], "point")).toEqual([1.234]);
    expect(values(["1.234"], "comma")).toEqual([1234]);
    expect(values(["1,234"], "point")).toEqual([1234]);
  });

  test("two ways of writing in one table are refused", () => {
    expect(() => values(["0.5", "0,5"])).toThrow(/row 2: "0,5" has a comma before its fraction, but "0.5" says/);
    expect(() => values(["0,5"], "point")).toThrow(InputError);
  });
});

describe("numbers of a table", () => {
  const european = "Country;01.02.2020;02.02.2020;03.02.2020;04.02.2020";

  test("with decimal commas and points for thousands", () => {
    expect(increments(`${european}\nPeru;998,5;1.000,5;1.234;12.345`)).toEqual({ Peru: [2, 233.5, 11_111] });
    expect(refusal(`${european}\nPeru;998;999;1.000;1.001`)).toMatch(/row 2, column 4 .*--set decimal=comma/s);
    expect(increments(`${european}\nPeru;998;999;1.000;1.001`, { decimal: "comma" })).toEqual({ Peru: [1, 1, 1] });
  });

  test("with quoted thousands, as OWID's decimals, and negative", () => {
    const table = 'Country,2020-01-01,2020-01-02,2020-01-03\nPeru,"998","1,000,000","1,000,001"';
    expect(increments(table)).toEqual({ Peru: [999_002, 1] });
    const owid = "location,date,total_cases\nPeru,2020-01-01,5.0\nPeru,2020-01-02,\nPeru,2020-01-03,9.0";
    expect(increments(owid)).toEqual({ Peru: [0, 4] });
    expect(read(owid).findings.countries[0]?.missing).toEqual({ before: 0, inside: 1, after: 0 });
  });
});
