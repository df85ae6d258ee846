/** What becomes of each trouble that a table can have, and where it is counted: the table in docs/trend-data.md. */
import { describe, expect, test } from "vitest";
import { isoDate } from "../../../../models/trend/dates.js";
import { firstDays } from "../../../../models/trend/table/case-table.js";
import { tableNotes, tableWarnings } from "../../../../models/trend/table/remarks.js";
import { increments, read, refusal } from "./read.js";

const header = "Country/Region,2020-01-01,2020-01-02,2020-01-03,2020-01-04,2020-01-05,2020-01-06";
const wide = (...rows: string[]) => [header, ...rows].join("\n");
const long = (...rows: string[]) => ["location,date,total_cases", ...rows].join("\n");
const found = (text: string, name: string, options = {}) =>
  read(text, options).findings.countries.find((country) => country.name === name);

describe("missing cells", () => {
  const totals = wide("Peru,,NA,5,,9,-", "Chile,1,2,3,4,5,6");

  test("of totals: no case is counted on a day without one", () => {
    expect(increments(totals).Peru).toEqual([0, 0, 0, 4, 0]);
    expect(found(totals, "Peru")).toMatchObject({
      missing: { before: 2, inside: 1, after: 1 },
      firstValue: "2020-01-03",
      lastValue: "2020-01-05",
    });
    expect(read(totals).series[0]?.reported).toEqual({ from: 2, to: 4 });
    expect(read(totals).series[1]?.reported).toEqual({ from: 0, to: 5 });
    expect(firstDays(read(totals), 3).series[0]?.reported).toEqual({ from: 2, to: 3 });
  });

  test("of daily counts: the same, and none is made up from its neighbours", () => {
    const daily = wide("Peru,,NA,5,,9,-", "Chile,3,1,3,2,5,1");
    const table = read(daily, { counts: "daily" });
    expect([...(table.series[0]?.increments ?? [])]).toEqual([0, 0, 5, 0, 9, 0]);
    expect(table.series[0]?.reported).toEqual({ from: 2, to: 5 });
    expect(table.findings.filledCells).toEqual({ Peru: 4 });
  });

  test("are in the notes and warnings, by country", () => {
    expect(tableNotes(read(totals)).join("\n")).toMatch(/Not yet reported .*Peru 2/);
    expect(tableWarnings(read(totals)).join("\n")).toMatch(
      /Missing values.*Peru 1.*\n.*No values at the table's end.*Peru 1/,
    );
  });

  test("drop leaves the country out, refuse names the day; before the first value is neither", () => {
    expect(read(totals, { missing: "drop" }).findings).toMatchObject({ dropped: ["Peru"] });
    expect(increments(totals, { missing: "drop" })).toEqual({ Chile: [1, 1, 1, 1, 1] });
    expect(refusal(totals, { missing: "refuse" })).toMatch(/row 2: no value for Peru on 2020-01-04/);
    const leading = wide("Peru,,NA,5,6,9,10");
    expect(increments(leading, { missing: "refuse" })).toEqual({ Peru: [0, 0, 1, 3, 1] });
    expect(refusal(wide("Peru,1,,5,6,9,10"), { missing: "drop" })).toMatch(/every country misses values/);
  });

  test("a country that a long table lacks on some days has missing cells there", () => {
    const text = long(
      ...["01", "02", "03", "04"].map((day) => `Chile,2020-01-${day},${day}`),
      "Peru,2020-01-02,5",
      "Peru,2020-01-04,9",
    );
    expect(increments(text)).toEqual({ Chile: [1, 1, 1], Peru: [0, 0, 4] });
    expect(found(text, "Peru")?.missing).toEqual({ before: 1, inside: 1, after: 0 });
  });

  test("a name without any value is left out and listed", () => {
    const { series, findings } = read(wide("Peru,,,,,,", "Chile,1,2,3,4,5,6"));
    expect(series.map(({ name }) => name)).toEqual(["Chile"]);
    expect(findings.empty).toEqual(["Peru"]);
    expect(refusal(wide("Peru,,,,,,"))).toMatch(/no cell holds a number/);
  });
});

describe("what is there twice", () => {
  test("counts once when it is the same, in every layout", () => {
    const rows = ["Peru,2020-01-01,5", "Peru,2020-01-02,7", "Peru,2020-01-02,7"];
    expect(increments(long(...rows))).toEqual({ Peru: [2] });
    expect(found(long(...rows), "Peru")?.duplicates).toBe(1);
    expect(read(wide("Peru,1,2,3,4,5,6", "Peru,1,2,3,4,5,6")).findings.duplicates).toBe(6);
    expect(increments("Country,2020-01-01,1/2/20,2020-01-02\nPeru,1,4,4")).toEqual({ Peru: [3] });
    expect(increments("Date,Peru,Peru\n2020-01-01,1,1\n2020-01-02,3,3\n2020-01-02,3,3")).toEqual({ Peru: [2] });
  });

  test("with two numbers is refused, with both places", () => {
    const rows = long("Peru,2020-01-01,5", "Peru,2020-01-02,7", "Peru,2020-01-02,8");
    expect(refusal(rows)).toMatch(
      /row 4, column 3 \(total_cases, 2020-01-02, Peru\): 8 for Peru on 2020-01-02, but 7 in row 3/,
    );
    expect(refusal(long("Peru,2020-01-01,5", "Peru,2020-01-02,7", "Peru,2020-01-02,"))).toMatch(/no value for Peru/);
    expect(refusal(wide("Peru,1,2,3,4,5,6", "Peru,1,2,3,4,5,7"))).toMatch(/row 3: "Peru" is in row 2 already/);
    expect(refusal("Country,2020-01-01,1/2/20,2020-01-02\nPeru,1,4,5")).toMatch(/5 for Peru on 2020-01-02, but 4/);
    expect(refusal("Date,Peru,Peru\n2020-01-01,1,1\n2020-01-02,3,4")).toMatch(/column 3: "Peru" is column 2 already/);
  });
});

describe("negative increments", () => {
  const text = wide("Peru,10,20,15,30,30,31");

  test("are kept and listed", () => {
    expect(increments(text)).toEqual({ Peru: [10, -5, 15, 0, 1] });
    expect(read(text).findings.negativeIncrements).toEqual([{ name: "Peru", date: "2020-01-03", value: -5 }]);
    expect(found(text, "Peru")?.negative).toBe(1);
  });

  test("are set to 0, and still listed, or refused, where that is asked for", () => {
    expect(increments(text, { negatives: "clip" })).toEqual({ Peru: [10, 0, 15, 0, 1] });
    expect(read(text, { negatives: "clip" }).findings).toMatchObject({
      negatives: "clip",
      countries: [{ negative: 1 }],
    });
    expect(refusal(text, { negatives: "refuse" })).toMatch(/Peru has -5 cases on 2020-01-03/);
  });
});

describe("running totals and daily counts", () => {
  test("many falls are daily counts, with a warning; none are totals; between the two is doubt, and said", () => {
    const daily = read(wide("Peru,10,4,9,3,8,2"));
    expect(daily.findings.counts).toBe("daily");
    expect(tableWarnings(daily).join()).toMatch(/look like daily counts and are not differenced again.*--set counts/);
    expect(isoDate(daily.firstDay)).toBe("2020-01-01");
    const doubtful = read(wide("Peru,10,14,19,13,28,32", "Chile,1,2,3,4,5,6"));
    expect(doubtful.findings).toMatchObject({ counts: "cumulative", countsUnclear: true });
    expect(tableWarnings(doubtful).join()).toMatch(/10 % of the changes are falls: the numbers could be daily counts/);
  });

  test("a column's name decides, and is refused when the numbers say otherwise", () => {
    const values = [5, 9, 3, 8, 2, 7, 1, 6, 4, 9, 2, 8];
    const rows = (heading: string, all: readonly number[]) =>
      [`country,date,${heading}`, ...all.map((value, i) => `Peru,${isoDate(18_262 + i)},${value}`)].join("\n");
    expect(read(rows("new_cases", values)).findings).toMatchObject({ counts: "daily", countsFrom: "name" });
    expect(refusal(rows("total_cases", values))).toMatch(
      /"total_cases" says running totals, but .* falls.*--set counts/s,
    );
    expect(increments(rows("total_cases", values), { counts: "daily" })).toEqual({ Peru: values });
    const rising = Array.from({ length: 60 }, (_, i) => i * i);
    expect(refusal(rows("new_cases", rising))).toMatch(/says daily counts, but the numbers never fall/);
    expect(read(rows("cases", values)).findings).toMatchObject({ counts: "daily", countsFrom: "numbers" });
  });
});

describe("columns of a long table", () => {
  const owid = "iso_code,continent,location,date,new_cases,total_deaths,total_cases,population";
  const rows = ["PER,South America,Peru,2020-01-01,1,0,1,9", "PER,South America,Peru,2020-01-02,4,0,5,9"];
  const text = [owid, ...rows].join("\n");

  test("totals of cases come before new cases; another one can be asked for", () => {
    expect(read(text).findings.column).toBe("total_cases");
    expect(increments(text)).toEqual({ Peru: [4] });
    expect(increments(text, { column: "new_cases" })).toEqual({ Peru: [1, 4] });
    expect(increments(text, { column: "Total Deaths" })).toEqual({ Peru: [0] });
    expect(refusal(text, { column: "totl" })).toMatch(
      /no column of numbers is called "totl".*Columns are .*total_cases/s,
    );
    expect(refusal(wide("Peru,1,2,3,4,5,6"), { column: "x" })).toMatch(/the table is wide: it has no column "x"/);
  });

  test("the only column of numbers is taken; of several none is", () => {
    expect(
      read("Entity,Code,Day,Confirmed infections\nPeru,PER,2020-01-01,1\nPeru,PER,2020-01-02,3").findings.column,
    ).toBe("Confirmed infections");
    expect(refusal("country,date,a,b\nPeru,2020-01-01,1,2\nPeru,2020-01-02,3,4")).toMatch(
      /several columns may hold the cases: a, b.*--set column=NAME/s,
    );
    expect(refusal("country,date,note\nPeru,2020-01-01,x\nPeru,2020-01-02,y")).toMatch(/no column holds cases/);
  });

  test("WHO's and ECDC's columns are known", () => {
    const who = "Date_reported,Country_code,Country,WHO_region,New_cases,Cumulative_cases,New_deaths,Cumulative_deaths";
    const table = read(`${who}\n2020-01-01,PE,Peru,AMRO,,3,,\n2020-01-02,PE,Peru,AMRO,4,7,,`);
    expect(table.findings).toMatchObject({ layout: "long", column: "Cumulative_cases", counts: "cumulative" });
    const ecdc = "dateRep,day,month,year,cases,deaths,countriesAndTerritories,geoId";
    const days = [13, 14, 15].map((day) => `${day}/12/2020,${day},12,2020,${20 - day},0,Cote_dIvoire,CI`);
    const european = read([ecdc, ...days].join("\n"));
    expect(european.series[0]).toMatchObject({ iso: "CI", increments: new Float64Array([7, 6, 5]) });
  });
});

describe("names", () => {
  test("aggregates are set aside and listed: in rows, in columns, below the days", () => {
    const rows = ["World", "High income", "European Union (27)", "Peru"].flatMap((name) => [
      `${name},2020-01-01,1`,
      `${name},2020-01-02,5`,
    ]);
    expect(increments(long(...rows))).toEqual({ Peru: [4] });
    expect(read(long(...rows)).findings.aggregates).toEqual(["European Union (27)", "High income", "World"]);
    const transposed = read("Date,Peru,Total\n2020-01-01,1,1\n2020-01-02,5,5\nTotal,6,6");
    expect(transposed.findings.aggregates).toEqual(["Total", "Total (row 4)"]);
    expect(transposed.series.map(({ name }) => name)).toEqual(["Peru"]);
  });

  test("a row without a province that is the sum of the provinces is not added to them", () => {
    const provinces = ["Province/State,Country,2020-01-01,2020-01-02", "North,Peru,1,4", "South,Peru,2,6"];
    const text = [...provinces, ",Peru,3,10"].join("\n");
    expect(increments(text)).toEqual({ Peru: [7] });
    expect(read(text).findings).toMatchObject({ ownTotals: ["Peru"], provinces: 2 });
    expect(increments([...provinces, ",Peru,3,11"].join("\n"))).toEqual({ Peru: [15] });
  });

  test("in two Unicode forms, with a line break or blanks, are one name", () => {
    const rows = ["Co\u0302te d'Ivoire,2020-01-01,1", "Côte d'Ivoire,2020-01-02,5", '"Côte\nd\'Ivoire",2020-01-03,9'];
    expect(increments(long(...rows))).toEqual({ "Côte d'Ivoire": [4, 4] });
  });

  test("that every object has are names like others", () => {
    const rows = ["__proto__", "constructor"].flatMap((name) => [`${name},2020-01-01,1`, `${name},2020-01-03,5`]);
    const { series, findings } = read(long(...rows), { gaps: "carry" });
    expect(series.map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
    expect(findings.countries.map(({ missing }) => missing.inside)).toEqual([1, 1]);
    expect(findings.unknownNames).toEqual(["__proto__", "constructor"]);
  });

  test("that lead to one code stay apart, and are said", () => {
    const { series, findings } = read(wide("US,1,2,3,4,5,6", "United States,1,2,3,4,5,6"));
    expect(series.map(({ iso }) => iso)).toEqual(["US", "US"]);
    expect(findings.sameCode).toEqual([{ iso: "US", names: ["US", "United States"] }]);
  });
});

describe("files", () => {
  const bytes = (...parts: (string | number[])[]) =>
    Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part)));
  const body = ",1,2,3,4,5,6";

  test("damaged UTF-8 is not read as an older encoding", () => {
    const damaged = bytes(`${header}\nTürkiye${body}\nCura`, [0xe7], `ao${body}`);
    expect(refusal(damaged)).toMatch(/byte \d+ \(line 3\) is not UTF-8, though the rest is/);
    expect(refusal(bytes([0xef, 0xbb, 0xbf], header, "\nCura", [0xe7], `ao${body}`))).toMatch(/line 2\) is not UTF-8/);
    expect(refusal(bytes(`${header}\nCura`, [0x81], `ao${body}`))).toMatch(/line 2\) belongs to neither/);
    expect(read(bytes(`${header}\nCura`, [0xe7], `ao${body}`)).series[0]?.iso).toBe("CW");
  });

  test("half a character of UTF-16, and UTF-32, are refused", () => {
    const utf16 = [0xff, 0xfe, ...[...wide(`Peru${body}`)].flatMap((c) => [c.charCodeAt(0), 0])];
    expect(increments(Uint8Array.from(utf16))).toEqual({ Peru: [1, 1, 1, 1, 1] });
    expect(refusal(Uint8Array.from([...utf16, 0x0a]))).toMatch(/UTF-16LE but is not valid/);
    const utf32 = [0xff, 0xfe, 0, 0, ...[...wide(`Peru${body}`)].flatMap((c) => [c.charCodeAt(0), 0, 0, 0])];
    expect(refusal(Uint8Array.from(utf32))).toMatch(/UTF-16LE but is not valid/);
  });

  test("Excel's line sep= decides on the separator", () => {
    expect(increments(`sep=|\n${wide(`Peru${body}`).replaceAll(",", "|")}`)).toEqual({ Peru: [1, 1, 1, 1, 1] });
  });

  test("cells at a row's end may be empty, and no more than that", () => {
    expect(increments(wide(`Peru${body},,`))).toEqual({ Peru: [1, 1, 1, 1, 1] });
    expect(refusal(wide(`Peru${body},7`))).toMatch(/row 2: 8 cells, the header has 7/);
    expect(refusal(long("Peru,2020-01-01"))).toMatch(/row 2: 2 cells, the header has 3/);
  });

  test.each([
    [
      "a column for each day and no country",
      "date,new_cases\n2020-01-01,5\n2020-01-02,6",
      /no column that names the country/,
    ],
    [
      "a text cell of a long table",
      long("Peru,2020-01-01,5", "Peru,2020-01-02,x"),
      /row 3, column 3 \(total_cases, 2020-01-02, Peru\): "x"/,
    ],
    [
      "a text cell of a transposed table",
      "Date,Peru\n2020-01-01,5\n2020-01-02,x",
      /row 3, column 2 \(2020-01-02, Peru\): "x"/,
    ],
    ["a text for a date", long("Peru,2020-01-01,5", "Peru,tomorrow,6"), /row 3, column 2: "tomorrow" is no date/],
    ["a note below the days", "Date,Peru\n2020-01-01,5\nSource: WHO,", /row 3, column 1: "Source: WHO" is no date/],
    ["a column without a name", "Date,Peru,\n2020-01-01,5,1\n2020-01-02,6,2", /column 3: the column has no name/],
    ["a long row without a name", long("Peru,2020-01-01,5", ",2020-01-02,6"), /row 3: the row names no country/],
  ])("%s is refused", (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  test("a table that is nearly all empty cells is refused before it is held", () => {
    const days = ["1970-01-01", ...Array.from({ length: 2500 }, (_, i) => isoDate(18_000 + (i % 7)))];
    const rows = days.map((day, i) => `Place ${i},${day},1`);
    expect(refusal(long(...rows), { gaps: "carry" })).toMatch(/2501 names by 18007 days are more than can be held/);
  });
});
