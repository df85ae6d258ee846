import { describe, expect, test } from "vitest";
import { isoDate } from "../../../../models/trend/dates.js";
import { readDates } from "../../../../models/trend/table/date-order.js";
import type { DateFormat } from "../../../../models/trend/table/options.js";
import { increments, read, refusal } from "./read.js";

function dates(texts: readonly string[], format: DateFormat = "auto"): string {
  const read = readDates(
    texts.map((text, i) => ({ text, where: { file: "t.csv", row: 1, column: i + 1 } })),
    format,
  );
  return `${read.format} ${read.days.map(isoDate).join(" ")}`;
}

describe("dates", () => {
  test.each([
    [["2020-01-31", "2020-02-01"], "iso 2020-01-31 2020-02-01"],
    [["2020/1/31"], "iso 2020-01-31"],
    [["20200131"], "iso 2020-01-31"],
    [["2020-01-31T00:00:00Z", "2020-02-01 17:00"], "iso 2020-01-31 2020-02-01"],
    [["31 January 2020", "1-Feb-20", "Feb 2, 2020", "3 March 2020"], "iso 2020-01-31 2020-02-01 2020-02-02 2020-03-03"],
    [["Sept 1, 2020"], "iso 2020-09-01"],
    [["1/31/20", "2/1/20"], "mdy 2020-01-31 2020-02-01"],
    [["31.1.2020", "01.02.2020"], "dmy 2020-01-31 2020-02-01"],
    [["31-01-20", "2020-02-01"], "dmy 2020-01-31 2020-02-01"],
    [["1/22/2020 17:00"], "mdy 2020-01-22"],
  ])("%j", (texts, expected) => {
    expect(dates(texts)).toBe(expected);
  });

  test("days that follow each other have one reading", () => {
    expect(dates(["3/1/20", "3/2/20", "3/3/20"])).toBe("mdy 2020-03-01 2020-03-02 2020-03-03");
    expect(dates(["1/3/20", "2/3/20", "3/3/20"])).toBe("dmy 2020-03-01 2020-03-02 2020-03-03");
    expect(dates(["5/1/20", "12/1/20"])).toBe("dmy 2020-01-05 2020-01-12");
    expect(dates(["1/1/20", "2/2/20"])).toBe("mdy 2020-01-01 2020-02-02");
  });

  test.each([[["1/2/20", "2/1/20"]], [["3/1/20", "3/2/20", "3/4/20"]], [["01/02/2020", "03/04/2020", "05/06/2020"]]])(
    "%j is refused, and read when told how",
    (texts) => {
      expect(() => dates(texts)).toThrow(/with the month or the day first .*--date-format dmy/s);
      expect(dates(texts, "mdy")).toMatch(/^mdy/);
      expect(dates(texts, "dmy")).toMatch(/^dmy/);
      expect(dates(texts, "mdy")).not.toBe(dates(texts, "dmy").replace("dmy", "mdy"));
    },
  );

  test("what contradicts itself, or names no day, is refused", () => {
    expect(() => dates(["1/22/20", "23/1/20"])).toThrow(
      /column 2: "23\/1\/20" must have the day first, but "1\/22\/20" the month/,
    );
    expect(() => dates(["1/22/20", "2/31/20"])).toThrow(/column 2: "2\/31\/20" is no day of the calendar/);
    expect(() => dates(["2021-02-29"])).toThrow(/"2021-02-29" is no day/);
    expect(() => dates(["1/22/20"], "dmy")).toThrow(/"1\/22\/20" is no day of the calendar with the day first/);
    expect(() => dates(["1/2/20"], "iso")).toThrow(/is no ISO date/);
    expect(() => dates(["0020-01-01"])).toThrow(/is no day/);
  });
});

describe("the calendar of a table", () => {
  const long = (days: readonly string[]) =>
    ["country,date,total_cases", ...days.map((day, i) => `Peru,${day},${10 * i}`)].join("\n");

  test("long tables with dates of two readings ask, and take the answer", () => {
    const table = long(["01/02/2020", "03/02/2020"]);
    expect(refusal(table)).toMatch(/cases\.csv, row 2, column 2: the dates can be read/);
    expect(read(table, { dateFormat: "dmy", gaps: "carry" }).findings.dateFormat).toBe("dmy");
  });

  test("a missing day is refused, or filled and counted", () => {
    const table = long(["2020-01-01", "2020-01-02", "2020-01-04", "2020-01-05"]);
    expect(refusal(table)).toMatch(/row 4, column 2: no 2020-01-03, between 2020-01-02 and 2020-01-04.*gaps=carry/s);
    const { findings, series } = read(table, { gaps: "carry" });
    expect([...(series[0]?.increments ?? [])]).toEqual([10, 0, 10, 10]);
    expect(findings.gaps).toEqual(["2020-01-03"]);
    expect(findings.countries[0]?.missing).toEqual({ before: 0, inside: 1, after: 0 });
    expect(findings.filledCells).toEqual({ Peru: 1 });
  });

  test("months are refused", () => {
    expect(refusal(long(["2020-01-31", "2020-02-29", "2020-03-31"]))).toMatch(/a date a month/);
    expect(refusal(long(["2020-01-01", "2020-02-01", "2020-03-01", "2020-04-01"]))).toMatch(/a date a month/);
  });

  test("a date far from all others is refused", () => {
    expect(refusal(long(["2020-01-01", "2020-01-02", "2120-01-03"]))).toMatch(/row 4.*from 2020-01-01 to 2120-01-03/);
    expect(refusal(long(["2020-01-01", "2020-01-02", "2120-01-03"]))).toMatch(/far from the others/);
  });

  test("weeks are refused, or spread over the days that end with their date", () => {
    const weeks = ["2020-01-05", "2020-01-12", "2020-01-19"];
    const totals = long(weeks);
    expect(refusal(totals)).toMatch(/one value a week \(2020-01-05, 2020-01-12, .*weekly=spread/s);
    const spread = read(totals, { weekly: "spread" });
    expect(spread.findings).toMatchObject({ period: "week", counts: "cumulative" });
    expect([isoDate(spread.firstDay), spread.days]).toEqual(["2020-01-06", 14]);
    expect([...(spread.series[0]?.increments ?? [])]).toEqual(Array(14).fill(10 / 7));
    const daily = `Date_reported,Country,New_cases\n${weeks.map((day) => `${day},Peru,70`).join("\n")}`;
    const counts = read(daily, { weekly: "spread" });
    expect([isoDate(counts.firstDay), counts.days, counts.findings.counts]).toEqual(["2019-12-30", 21, "daily"]);
    expect(increments(daily, { weekly: "spread" })).toEqual({ Peru: Array(21).fill(10) });
  });

  test("a missing week is refused like a missing day", () => {
    const table = long(["2020-01-05", "2020-01-12", "2020-01-26", "2020-02-02"]);
    expect(refusal(table, { weekly: "spread" })).toMatch(/no week of 2020-01-19/);
    expect(read(table, { weekly: "spread", gaps: "carry" }).findings.gaps).toEqual(["2020-01-19"]);
  });
});
