/** Weekly tables: ISO weeks, first and last days of weeks, and numbers of several kinds as rows. */
import { describe, expect, test } from "vitest";
import { isoDate } from "../../../../models/trend/dates.js";
import { lastDayOfWeek } from "../../../../models/trend/table/iso-week.js";
import type { ReadOptions } from "../../../../models/trend/table/options.js";
import { tableNotes, tableWarnings } from "../../../../models/trend/table/remarks.js";
import { read, refusal } from "./read.js";

function daysOf(text: string, options: ReadOptions = {}): [string, string, number] {
  const { firstDay, days } = read(text, { weekly: "spread", ...options });
  return [isoDate(firstDay), isoDate(firstDay + days - 1), days];
}

describe("ISO weeks", () => {
  test.each<[number, number, string | null]>([
    [2020, 1, "2020-01-05"],
    [2020, 53, "2021-01-03"],
    [2021, 1, "2021-01-10"],
    [2021, 52, "2022-01-02"],
    [2015, 53, "2016-01-03"],
    [2021, 53, null],
    [2020, 54, null],
    [2020, 0, null],
  ])("week %i-%i ends on %s", (year, week, day) => {
    const last = lastDayOfWeek(year, week);
    expect(last === null ? null : isoDate(last)).toBe(day);
  });

  const weeks = [51, 52, 53, 1, 2].map((week) => [week > 10 ? 2020 : 2021, week] as const);
  test.each<[string, string, (year: number, week: string) => string]>([
    ["2020-53", "year_week", (year, week) => `${year}-${week}`],
    ["2020-W53", "year_week", (year, week) => `${year}-W${week}`],
    ["2020W53", "when", (year, week) => `${year}W${week}`],
    ["202053", "YearWeek", (year, week) => `${year}${week}`],
    ["2020-53 under any heading", "period", (year, week) => `${year}-${week}`],
  ])("written as %s", (_, heading, write) => {
    const rows = weeks.map(([year, week], i) => `Peru,${write(year, String(week).padStart(2, "0"))},${7 * i}`);
    const text = [`country,${heading},new_cases`, ...rows].join("\n");
    expect(daysOf(text)).toEqual(["2020-12-14", "2021-01-17", 35]);
    expect(read(text, { weekly: "spread" }).series[0]?.increments[7]).toBe(1);
    expect(refusal(text)).toMatch(/one value a week \(2020-12-20, 2020-12-27/);
    expect(tableWarnings(read(text, { weekly: "spread" })).join()).toMatch(/They are ISO weeks/);
    const wide = `Country,${weeks.map(([year, week]) => write(year, String(week).padStart(2, "0"))).join()}\nPeru,1,3,2,9,4`;
    if (heading === "year_week") expect(daysOf(wide, { counts: "daily" })).toEqual(["2020-12-14", "2021-01-17", 35]);
  });

  test("one that no year has, and one among days, are refused", () => {
    expect(refusal("country,week,cases\nPeru,2021-W52,1\nPeru,2021-W53,2")).toMatch(/row 3.*"2021-W53" is no day/s);
    expect(refusal("country,date,cases\nPeru,2021-01-03,1\nPeru,2021-W01,2")).toMatch(/"2021-01-03" is a day.*a week/);
    // Months stay what they are: no weeks.
    expect(refusal("country,date,cases\nPeru,2021-01,1\nPeru,2021-02,2")).toMatch(/no column holds dates/);
  });
});

describe("the first and the last day of a week", () => {
  const mondays = Array.from({ length: 5 }, (_, week) => 12_779 + 7 * week);
  const table = (headings: string, cells: (monday: number) => string) =>
    [`Country,${headings},ALL_INF`, ...mondays.map((monday, i) => `Chile,${cells(monday)},${i + 1}`)].join("\n");
  const options: ReadOptions = { column: "ALL_INF", counts: "daily" };
  const right = ["2004-12-27", "2005-01-30", 35];

  test.each<[string, (monday: number) => string]>([
    ["SDATE,EDATE", (day) => `${isoDate(day)},${isoDate(day + 6)}`],
    ["EDATE,SDATE", (day) => `${isoDate(day + 6)},${isoDate(day)}`],
    ["Year,Week,ISO_SDATE,SDATE", (day) => `2005,1,${isoDate(day)},${isoDate(day)}`],
    ["ISO_WEEKSTARTDATE", (day) => `${isoDate(day)}T00:00:00`],
    ["week_start", (day) => isoDate(day)],
    ["date_from,date_to", (day) => `${isoDate(day)},${isoDate(day + 6)}`],
    ["von,bis", (day) => `${isoDate(day)},${isoDate(day + 6)}`],
    ["week_ending", (day) => isoDate(day + 6)],
    ["date", (day) => isoDate(day + 6)],
  ])("in columns %s", (headings, cells) => {
    expect(daysOf(table(headings, cells), options)).toEqual(right);
  });

  test("beside each other are no numbers, in a long and in a transposed table", () => {
    const long = table("Year,Week,SDATE,EDATE", (day) => `2005,1,${isoDate(day)},${isoDate(day + 6)}`);
    expect(read(long, { weekly: "spread", counts: "daily" }).findings.column).toBe("ALL_INF");
    const rows = mondays.map((day, i) => `${isoDate(day)},${isoDate(day + 6)},${i},${7 * i}`);
    const transposed = ["SDATE,EDATE,Peru,Chile", ...rows].join("\n");
    expect(daysOf(transposed, { counts: "daily" })).toEqual(right);
    expect(read(transposed, { weekly: "spread" }).series.map(({ name }) => name)).toEqual(["Peru", "Chile"]);
  });

  test("is asked for in words where no column says it, and can be set", () => {
    const open = table("date", (day) => isoDate(day));
    expect(daysOf(open, options)).toEqual(["2004-12-21", "2005-01-24", 35]);
    expect(tableWarnings(read(open, { ...options, weekly: "spread" })).join()).toMatch(
      /taken for its last day \(a Monday\); if it is the first, say --set weekDate=first/,
    );
    expect(daysOf(open, { ...options, weekDate: "first" })).toEqual(right);
    const said = table("week_start", (day) => isoDate(day));
    expect(tableWarnings(read(said, { ...options, weekly: "spread" })).join()).toMatch(/first days of the weeks, as/);
    expect(daysOf(said, { ...options, weekDate: "last" })).toEqual(["2004-12-21", "2005-01-24", 35]);
  });

  test("says nothing of a table of days, and gaps are told by the table's own dates", () => {
    const daily = "country,period_start,cases\nPeru,2020-01-01,1\nPeru,2020-01-02,2\nPeru,2020-01-03,4";
    expect(isoDate(read(daily).firstDay)).toBe("2020-01-02");
    const gap = table("week_start", (day) => isoDate(day === mondays[2] ? (mondays[1] ?? 0) : day)).replace(
      /\n[^\n]*,3$/m,
      "",
    );
    expect(refusal(gap, { ...options, weekly: "spread" })).toMatch(
      /no week of 2005-01-10, between 2005-01-03 and 2005-01-17/,
    );
  });
});

describe("several kinds of numbers as rows", () => {
  const table = (column: string, kinds: readonly string[]) =>
    [
      `country,${column},year_week,weekly_count,cumulative_count,rate_14_day`,
      ...["Austria", "Belgium"].flatMap((country) =>
        kinds.flatMap((kind, k) =>
          [50, 51, 52, 53].map((week, i) => `${country},${kind},2020-${week},${10 ** k * 7},${10 ** k * 7 * (i + 1)},`),
        ),
      ),
    ].join("\n");

  test("are read as cases alone, which is said", () => {
    const read53 = read(table("indicator", ["cases", "deaths"]), { weekly: "spread" });
    expect(read53.series.map(({ name, increments }) => [name, new Set(increments)])).toEqual([
      ["Austria", new Set([1])],
      ["Belgium", new Set([1])],
    ]);
    expect(tableNotes(read53).join(" ")).toMatch(
      /"indicator" has several kinds of numbers: "cases" is taken, "deaths" left/,
    );
    expect(daysOf(table("indicator", ["cases", "deaths"]), { column: "weekly_count" })).toEqual([
      "2020-12-07",
      "2021-01-03",
      28,
    ]);
    expect(read(table("measure", ["deaths", "confirmed cases"]), { weekly: "spread" }).series[0]?.increments[0]).toBe(
      10,
    );
  });

  test("are refused where several are cases, and let be where none is", () => {
    expect(refusal(table("indicator", ["cases of men", "cases of women"]))).toMatch(
      /several kinds of cases: cases of men/,
    );
    expect(refusal(table("indicator", ["deaths", "icu"]), { weekly: "spread" })).toMatch(/Austria on 2020-12-13, but/);
  });
});
