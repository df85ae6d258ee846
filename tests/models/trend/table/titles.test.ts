/** Lines above the header. */
import { describe, expect, test } from "vitest";
import { tableNotes } from "../../../../models/trend/table/remarks.js";
import { increments, read, refusal } from "./read.js";

const bodies = {
  wide: "Country,2020-01-01,2020-01-02,2020-01-03\nPeru,1,2,4\nChile,0,5,6",
  long: "country,date,total_cases\nPeru,2020-01-01,1\nPeru,2020-01-02,2\nPeru,2020-01-03,4",
  transposed: "Date,Peru,Chile\n2020-01-01,1,0\n2020-01-02,2,5\n2020-01-03,4,6",
} as const;

describe.each(Object.entries(bodies))("above a %s table", (_, body) => {
  test.each([
    ["one line", "COVID-19 in South America"],
    ["a line with commas", "COVID-19, by country, as of 3 January 2020"],
    ["several lines and a blank one", "Source: WHO\n\nDownloaded on 2020-01-04\n"],
    [
      "a line filled up by a spreadsheet",
      `"Confirmed cases"${",".repeat(body.split("\n")[0]?.split(",").length ?? 1)}`,
    ],
    ["a quoted title with a line break", '"Confirmed\ncases"'],
  ])("%s", (__, title) => {
    for (const delimiter of [",", ";", "\t"]) {
      const filledUp = title.replace(/,+$/, (commas) => commas.replaceAll(",", delimiter));
      const text = `${filledUp}\n${body.replaceAll(",", delimiter)}`;
      expect(increments(text)).toEqual(increments(body));
      expect(read(text).findings.titles.length).toBeGreaterThan(0);
      expect(tableNotes(read(text)).join(" ")).toMatch(/Above the header, left out: "/);
    }
  });
});

test("a title may have a word that headings have", () => {
  for (const body of [bodies.wide, bodies.long]) {
    expect(increments(`Cases, by country, in 2020\n${body}`)).toEqual(increments(body));
  }
});

test("rows are numbered as the file has them", () => {
  expect(refusal(`A title\n\n${bodies.wide.replace("5", "x")}`)).toMatch(/row 5, column 3 \(2020-01-02, Chile\): "x"/);
});

test.each([
  ["headings that nobody knows", "wann,wo,wieviel\n2020-01-01,Peru,1\n2020-01-02,Peru,2"],
  ["a header that is too short", "country,date\nPeru,2020-01-01,1\nPeru,2020-01-02,2"],
])("%s are no title", (_, text) => {
  expect(refusal(text)).toMatch(/cases\.csv/);
  expect(refusal(text)).not.toMatch(/is empty/);
});
