/** Where something is wrong: the date that stands twice, the control character, every row that does not fit. */
import { describe, expect, test } from "vitest";
import { tableNotes } from "../../../../models/trend/table/remarks.js";
import { read, refusal } from "./read.js";

describe("a date that stands twice is told before the gap that it causes", () => {
  test.each<[string, string, RegExp]>([
    [
      "wide",
      "Country,2020-01-30,2020-02-01,2020-02-01,2020-02-02\nPeru,1,2,3,4",
      /row 1, column 4: 2020-02-01 comes twice, first in column 3, and 2020-01-31 is missing/,
    ],
    [
      "wide, with the same number twice",
      "Country,1/30/20,2/1/20,2/1/20,2/2/20\nPeru,1,2,2,4",
      /row 1, column 4: 2020-02-01 comes twice, first in column 3, and 2020-01-31 is missing/,
    ],
    [
      "transposed",
      "Date,Peru\n2020-01-30,1\n2020-02-01,2\n2020-02-01,3\n2020-02-02,4",
      /row 4, column 1: 2020-02-01 comes twice, first in row 3, and 2020-01-31 is missing/,
    ],
    [
      "long",
      "country,date,cases\nPeru,2020-01-30,1\nChile,2020-01-30,1\nPeru,2020-02-01,2\nPeru,2020-02-01,3\nChile,2020-02-01,4",
      /row 5, column 2: 2020-02-01 comes twice, first in row 4, and 2020-01-31 is missing/,
    ],
    [
      "a gap without such a date",
      "country,date,cases\nPeru,2020-01-30,1\nPeru,2020-02-01,3\nPeru,2020-02-02,3",
      /row 3, column 2: no 2020-01-31, between 2020-01-30 and 2020-02-01/,
    ],
  ])("%s", (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });
});

describe("a control character is told by line and column", () => {
  const text = "Country,1/30/20,1/31/20\nCôte d'Ivoire,1,2\nPe\u0001ru,1,2\nChile,1,2";
  test.each<[string, Uint8Array]>([
    ["UTF-8", new TextEncoder().encode(text)],
    ["with a mark and Windows line ends", new TextEncoder().encode(`\ufeff${text.replaceAll("\n", "\r\n")}`)],
    ["with old Mac line ends", new TextEncoder().encode(text.replaceAll("\n", "\r"))],
    ["UTF-16", new Uint8Array(Uint16Array.from(`\ufeff${text}`, (c) => c.charCodeAt(0)).buffer)],
    ["Windows-1252", Uint8Array.from(text, (c) => c.charCodeAt(0))],
  ])("%s", (_, bytes) => {
    expect(refusal(bytes)).toMatch(/^cases\.csv: line 3, column 3 holds a control character \(U\+0001\)\nRemove the/);
  });

  test("also behind an accent in its own line, and in what is no text at all", () => {
    expect(refusal("Country,1/30/20,1/31/20\nCôte d'Ivoire,1\u0002,2")).toMatch(/line 2, column 16 holds .*U\+0002/);
    expect(refusal(Uint8Array.from([65, 44, 10, 1, 0, 2, 3]))).toMatch(
      /binary, not CSV: line 2, column 1 .*\(byte 4\)/,
    );
  });
});

describe("rows that do not fit", () => {
  const days = Array.from({ length: 4 }, (_, i) => `2020-01-0${i + 1}`);
  const wide = (rows: readonly string[]) => [`Country,${days.join()}`, ...rows].join("\n");

  test("are all counted, and the first ones named", () => {
    const rows = ["Peru,1,2,3,4", "Chile,1,2", "Kenya,1,2,3,x", "Ghana,1,2,3,4,5,6", "Nepal,1"];
    const message = refusal(wide(rows));
    expect(message).toMatch(
      /row 3: 3 cells, the header has 5; 3 rows have too few or too many, also row 5 \(7\), row 6 \(2\)\n/,
    );
    const many = Array.from({ length: 1000 }, (_, i) => `P${i},1,2`);
    expect(refusal(wide([...rows, ...many]))).toMatch(
      /; 1003 rows have too few .*row 6 \(2\), row 7 \(3\), .* and 995 more\n/,
    );
    expect(refusal(wide(rows.slice(0, 2)))).toMatch(/row 3: 3 cells, the header has 5\n/);
  });

  test("also in the other layouts", () => {
    const long = ["country,date,cases", ...days.map((day, i) => `Peru,${day}${i % 2 === 0 ? ",1" : ""}`)];
    expect(refusal(long.join("\n"))).toMatch(/row 3: 2 cells, the header has 3; 2 rows have .*row 5 \(2\)/);
    const transposed = ["Date,Peru", ...days.map((day, i) => `${day}${",1".repeat(i)}`)];
    expect(refusal(transposed.join("\n"))).toMatch(
      /row 2: 1 cells, the header has 2; 3 rows have .*row 4 \(3\), row 5 \(4\)/,
    );
  });
});

test("the first total, which has no increment, is mentioned where totals are shown", () => {
  const text = "Country,2020-01-01,2020-01-02,2020-01-03\nPeru,100,120,150\nChile,,7,9\nKenya,0,1,2";
  expect(tableNotes(read(text)).join(" ")).toMatch(/is not among its cases: 107 in all \(Peru 100, Chile 7\)\./);
  expect(read(text).findings.countries.map(({ firstTotal }) => firstTotal)).toEqual([100, 7, 0]);
  const daily = read(text, { counts: "daily" });
  expect(tableNotes(daily).join(" ")).not.toMatch(/not among its cases/);
  expect(daily.findings.countries.map(({ firstTotal }) => firstTotal)).toEqual([null, null, null]);
});
