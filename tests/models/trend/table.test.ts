import { describe, expect, test } from "vitest";
import { InputError } from "../../../core/errors.js";
import { isoDate } from "../../../models/trend/dates.js";
import { readCaseTable } from "../../../models/trend/table/read-table.js";

const header = "Province/State,Country/Region,Lat,Long,1/30/20,1/31/20,2/1/20,2/2/20";
const rows = [",France,46,2,1,4,9,16", ",Italy,43,12,0,0,5,4"];
const table = [header, ...rows].join("\n");

function read(text: string | Uint8Array, options = {}) {
  return readCaseTable(typeof text === "string" ? new TextEncoder().encode(text) : text, "cases.csv", options);
}

function increments(text: string | Uint8Array): Record<string, number[]> {
  return Object.fromEntries(read(text).series.map(({ name, increments }) => [name, [...increments]]));
}

function errorOf(text: string | Uint8Array): InputError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("the table was read");
}

const expected = { France: [3, 5, 7], Italy: [0, 5, -1] };

describe("a wide table", () => {
  test("becomes daily increments with a calendar, codes and findings", () => {
    const { series, firstDay, days, findings } = read(table);
    expect(series.map(({ iso }) => iso)).toEqual(["FR", "IT"]);
    expect([days, isoDate(firstDay)]).toEqual([3, "2020-01-31"]);
    expect(increments(table)).toEqual(expected);
    expect(findings.negativeIncrements).toEqual([{ name: "Italy", date: "2020-02-02", value: -1 }]);
    expect(findings.counts).toBe("cumulative");
  });

  test.each([
    ["a byte order mark and Windows line ends", `\ufeff${table.replaceAll("\n", "\r\n")}\r\n`],
    ["semicolons", table.replaceAll(",", ";")],
    ["tabs", table.replaceAll(",", "\t")],
    ["quotes", table.replace("France", '"France"')],
    ["ISO dates", table.replace("1/30/20,1/31/20,2/1/20,2/2/20", "2020-01-30,2020-01-31,2020-02-01,2020-02-02")],
    ["European dates", table.replace("1/30/20,1/31/20,2/1/20,2/2/20", "30.1.2020,31.1.2020,1.2.2020,2.2.2020")],
    ["blank lines", table.replaceAll("\n", "\n\n")],
  ])("reads the same with %s", (_, text) => {
    expect(increments(text)).toEqual(expected);
    expect(isoDate(read(text).firstDay)).toBe("2020-01-31");
  });

  test("UTF-16 and Windows-1252 keep their accents", () => {
    const accented = table.replace("Italy", "Côte d'Ivoire");
    const utf16 = new Uint8Array([
      0xff,
      0xfe,
      ...new Uint8Array(Uint16Array.from(accented, (c) => c.charCodeAt(0)).buffer),
    ]);
    const latin1 = Uint8Array.from(accented, (c) => c.charCodeAt(0));
    for (const [bytes, encoding] of [
      [utf16, "utf-16le"],
      [latin1, "windows-1252"],
    ] as const) {
      const result = read(bytes);
      expect(result.findings.encoding).toBe(encoding);
      expect(result.series[1]).toMatchObject({ name: "Côte d'Ivoire", iso: "CI" });
    }
  });

  test("sums provinces, and refuses a row that comes twice", () => {
    const split = [header, "North,France,0,0,1,1,3,4", "South,France,0,0,0,3,6,12", rows[1]].join("\n");
    expect(increments(split)).toEqual(expected);
    expect(read(split).findings.provinces).toBe(2);
    const other = rows[0]?.replace(",16", ",17");
    expect(errorOf(`${table}\n${other}`).message).toMatch(/row 4.*"France" is in row 2 already with other numbers/s);
    const again = read(`${table}\n${rows[0]}`);
    expect([...(again.series[0]?.increments ?? [])]).toEqual(expected.France);
    expect(again.findings).toMatchObject({ duplicates: 4, provinces: 0 });
  });

  test("sorts days, with their values", () => {
    const swapped = [
      "Province/State,Country/Region,Lat,Long,1/30/20,2/1/20,1/31/20,2/2/20",
      ",France,46,2,1,9,4,16",
      ",Italy,43,12,0,5,0,4",
    ].join("\n");
    expect(increments(swapped)).toEqual(expected);
    expect(read(swapped).findings.sortedDates).toBe(false);
  });

  test("carries totals over missing cells and counts them; none becomes 0", () => {
    const text = [header, ",France,0,0,7,NA,,16", ",Italy,0,0,-,5,5,null"].join("\n");
    expect(increments(text)).toEqual({ France: [0, 0, 9], Italy: [0, 0, 0] });
    expect(read(text).findings.filledCells).toEqual({ France: 2, Italy: 2 });
  });

  test("leaves out a row without values and sums over countries, and says so", () => {
    const { series, findings } = read([header, ...rows, ",Spain,0,0,,,,", ",World,0,0,1,4,14,20"].join("\n"));
    expect(series.map(({ name }) => name)).toEqual(["France", "Italy"]);
    expect(findings).toMatchObject({ empty: ["Spain"], aggregates: ["World"] });
  });

  test("lists names that are no country, and keeps their series", () => {
    const { series, findings } = read([header, ",Atlantis,0,0,1,2,3,4", ",Diamond Princess,0,0,1,2,3,4"].join("\n"));
    expect(series.map(({ iso }) => iso)).toEqual([null, null]);
    expect(findings).toMatchObject({ unknownNames: ["Atlantis"], notCountries: ["Diamond Princess"] });
  });

  test("daily counts are told from running totals and not differenced again", () => {
    const daily = [header, ",France,0,0,10,4,9,3", ",Italy,0,0,5,6,2,8"].join("\n");
    expect(read(daily).findings.counts).toBe("daily");
    expect([...(read(daily).series[0]?.increments ?? [])]).toEqual([10, 4, 9, 3]);
    expect(isoDate(read(daily).firstDay)).toBe("2020-01-30");
    expect([...(read(daily, { counts: "cumulative" }).series[0]?.increments ?? [])]).toEqual([-6, 5, -6]);
  });
});

describe("what is no such table gets one clear error", () => {
  const manyDays = Array.from({ length: 4 }, (_, i) => `1/${i + 1}/20`).join(",");
  test.each<[string, string | Uint8Array, RegExp]>([
    ["an empty file", new Uint8Array(0), /cases\.csv: the file is empty/],
    ["blanks", "  \n\n", /empty/],
    ["a header alone", header, /no data rows/],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10]), /PNG picture, not CSV/],
    ["a workbook", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), /Excel workbook/],
    ["bytes", new Uint8Array([65, 44, 0, 1, 2, 10, 65]), /binary, not CSV/],
    ["a web page", "<!DOCTYPE html>\n<html><body>404</body></html>", /web page, not CSV/],
    ["words", "lorem ipsum\ndolor sit", /no column of the header is a date/],
    [
      "a text cell",
      table.replace(",9,", ",see note,"),
      /row 2, column 7 \(2\/1\/20, France\): "see note" is no number/,
    ],
    ["an infinite cell", table.replace(",9,", ",Infinity,"), /"Infinity" is no number/],
    ["a huge number", table.replace(",9,", ",1e300,"), /too large for a count/],
    ["a short row", `${table}\n,Spain,0,0,1`, /row 4: 5 cells, the header has 8/],
    ["an unquoted comma", `${table}\n,Korea, South,0,0,1,2,3,4`, /row 4: 9 cells/],
    ["an open quote", `${table}\n,"Spain,0,0,1,2,3,4`, /row 4: a quoted cell/],
    ["a day that does not exist", table.replace("1/31/20", "2/31/20"), /"2\/31\/20" is no day/],
    [
      "a missing day",
      table.replace("1/31/20", "1/29/20"),
      /row 1, column 7: no 2020-01-31, between 2020-01-30 and 2020-02-01/,
    ],
    [
      "a day twice, with two numbers",
      table.replace("1/31/20", "2/1/20").replace("1/30/20", "1/31/20"),
      /row 2, column 7 \(2\/1\/20, France\): 9 for France on 2020-02-01, but 4 in row 2, column 6/,
    ],
    ["dates of two readings", `Country/Region,1/2/20,2/1/20\nFrance,1,2`, /month or the day first/],
    ["a row without a name", `${table}\n,,0,0,1,2,3,4`, /row 4: the row names no country/],
    ["one day", "Country/Region,3/1/20\nFrance,5", /needs at least 2 days/],
    ["sums only", `Country/Region,${manyDays}\nWorld,1,2,3,4`, /no row of the table is a country/],
  ])("%s", (_, text, message) => {
    expect(errorOf(text).message).toMatch(message);
  });
});
