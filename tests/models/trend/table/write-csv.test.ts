import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { safeCsvCell, writeCsv } from "../../../../models/trend/table/write-csv.js";

describe("safeCsvCell", () => {
  test.each(["=cmd|calc!A0", "@SUM(1)", "+1", "-1+2", "\t=1", "\r=1", "\n=1", " =1", "\u200b=1", "＝1+1", "＠A1"])(
    "a spreadsheet would run %j: it gets an apostrophe",
    (text) => {
      expect(safeCsvCell(text)).toBe(`'${text}`);
    },
  );

  test.each(["France", "Korea, South", "Guinea-Bissau", "a=b", "<script>alert(1)</script>", "", "'quoted'", "Åland"])(
    "%j stays",
    (text) => {
      expect(safeCsvCell(text)).toBe(text);
    },
  );
});

describe("writeCsv", () => {
  test("quotes what holds a comma, a quote or a line end, and reads back the same", () => {
    const rows = [
      ["name", "note"],
      ["Korea, South", 'Say "Hi"land'],
      ["two\nlines", " blanks "],
    ];
    const text = writeCsv(rows);
    expect(text.split("\n")[1]).toBe('"Korea, South","Say ""Hi""land"');
    expect(Papa.parse(text.trimEnd()).data).toEqual(rows);
  });

  test("numbers stay numbers, the negative ones too; what is not known is empty", () => {
    expect(writeCsv([[-5, 0.1, 1e21, null, Number.NaN, Number.POSITIVE_INFINITY, ""]])).toBe("-5,0.1,1e+21,,,,\n");
  });

  test("no row is no text; names that are formulas are guarded", () => {
    expect(writeCsv([])).toBe("");
    expect(writeCsv([["=1+1", 2]])).toBe("'=1+1,2\n");
  });
});
