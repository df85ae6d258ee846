/** The same table in every form gives the same increments. */
import { describe, expect, test } from "vitest";
import { Random } from "../../../../core/random.js";
import type { CaseTable } from "../../../../models/trend/table/case-table.js";
import { readCaseTable } from "../../../../models/trend/table/read-table.js";
import { bytesOf, cellsOf, dateForms, encode, encodings, type Form, layouts, type Totals, writeDate } from "./forms.js";

const names = ["Côte d'Ivoire", "Korea, South", "Türkiye", "Peru", "Curaçao"];
// 25 January to 13 March 2020: a leap day, and days above and below 12.
const firstDay = 18_286;
const days = 49;

function example(seed: number): Totals {
  const random = Random.seeded(seed, "table");
  const totals = names.map(() => {
    let total = random.integer(50);
    return Array.from({ length: days }, () => (total += random.integer(300)));
  });
  return { names, firstDay, totals };
}

function incrementsOf(table: CaseTable): Record<string, readonly number[]> {
  const entries = table.series.map(({ name, increments }) => [name, [...increments]] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function expectedOf({ totals }: Totals): Record<string, readonly number[]> {
  const increments = (row: readonly number[]) => row.slice(1).map((total, d) => total - (row[d] ?? 0));
  const entries = names.map((name, c) => [name, increments(totals[c] ?? [])] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const forms: Form[] = layouts.flatMap((layout) =>
  dateForms.flatMap((dates, i) =>
    encodings.map((encoding, j) => ({
      layout,
      dates,
      encoding,
      // Every pair of the others comes with every layout too, though not with all of the rest.
      delimiter: ([",", ";", "\t", "|"] as const)[(i + j) % 4] as Form["delimiter"],
      newline: (["\n", "\r\n", "\r"] as const)[(i + 2 * j) % 3] as Form["newline"],
      quotes: (i + j) % 2 === 0,
    })),
  ),
);

describe("the same table", () => {
  test.each(layouts)("as %s, in every delimiter, line end, date form and encoding", (layout) => {
    for (const form of forms.filter((one) => one.layout === layout)) {
      const totals = example(form.dates.length + form.encoding.length);
      const table = readCaseTable(bytesOf(totals, form), "cases.csv");
      const what = JSON.stringify(form);
      expect(incrementsOf(table), what).toEqual(expectedOf(totals));
      expect(table.firstDay, what).toBe(firstDay + 1);
      expect(table.findings, what).toMatchObject({ layout, delimiter: form.delimiter, counts: "cumulative" });
      expect(table.findings.filledCells, what).toEqual({});
      expect(table.series.map(({ iso }) => iso).sort(), what).toEqual(["CI", "CW", "KR", "PE", "TR"]);
    }
  });

  test("with its rows or columns in any order", () => {
    const totals = example(7);
    const random = Random.seeded(3, "order");
    for (const layout of layouts) {
      const [header = [], ...rows] = cellsOf(totals, layout, "us2");
      const shuffled = [header, ...[...random.permutation(rows.length)].map((i) => rows[i] ?? [])];
      const order =
        layout === "wide" ? [0, 1, 2, 3, ...[...random.permutation(days)].map((i) => i + 4)] : [...header.keys()];
      const text = shuffled.map((row) => order.map((i) => row[i]).join("|")).join("\n");
      const table = readCaseTable(encode(text, "utf-8"), "cases.csv");
      expect(incrementsOf(table)).toEqual(expectedOf(totals));
      expect(table.findings.sortedDates).toBe(layout === "long");
    }
  });

  test("in provinces, as wide and as long", () => {
    const totals = example(5);
    const halves = (value: string) => [Math.floor(Number(value) / 3), Number(value) - Math.floor(Number(value) / 3)];
    for (const [layout, region, column] of [
      ["wide", 0, 4],
      ["long", 0, 3],
    ] as const) {
      const [header = [], ...rows] = cellsOf(totals, layout, "iso");
      const split = rows.flatMap((row) =>
        ["North", "South"].map((name, half) =>
          row.map((cell, i) =>
            i === region ? name : i < column || (layout === "long" && i > column) ? cell : String(halves(cell)[half]),
          ),
        ),
      );
      const named = ["Province/State", ...header.slice(1)];
      const text = [named, ...split].map((row) => row.join("\t")).join("\n");
      const table = readCaseTable(encode(text, "utf-8"), "cases.csv");
      expect(incrementsOf(table)).toEqual(expectedOf(totals));
      expect(table.findings.provinces).toBe(10);
    }
  });

  test("as daily counts has one increment more, and the same others", () => {
    const totals = example(11);
    const daily: Totals = {
      ...totals,
      totals: totals.totals.map((row) => row.map((value, d) => value - (row[d - 1] ?? 0))),
    };
    for (const layout of ["wide", "transposed"] as const) {
      const [header = [], ...rows] = cellsOf(daily, layout, "iso");
      const text = [header, ...rows].map((row) => row.join(";")).join("\n");
      const table = readCaseTable(encode(text, "utf-8"), "cases.csv");
      expect(table.findings).toMatchObject({ counts: "daily", countsFrom: "numbers" });
      const rest = Object.fromEntries(Object.entries(incrementsOf(table)).map(([name, all]) => [name, all.slice(1)]));
      expect(rest).toEqual(expectedOf(totals));
      expect(table.firstDay).toBe(firstDay);
    }
    const long = readCaseTable(
      bytesOf(totals, {
        layout: "long",
        delimiter: ",",
        dates: "iso",
        newline: "\n",
        encoding: "utf-8",
        quotes: false,
      }),
      "cases.csv",
      { column: "New Cases" },
    );
    expect(long.findings).toMatchObject({ counts: "daily", countsFrom: "name", column: "new_cases" });
    expect(long.series.map(({ increments }) => increments[0])).toEqual(
      [...names].sort().map((name) => totals.totals[names.indexOf(name)]?.[0]),
    );
  });

  test("with 100,000 rows", () => {
    const [countries, length] = [250, 400];
    const day = (d: number) => writeDate(18_300 + d, "iso");
    const rows = Array.from({ length: countries * length }, (_, i) => {
      const [country, d] = [i % countries, Math.floor(i / countries)];
      return `Place ${country},${day(d)},${country * d},${country}`;
    });
    const table = readCaseTable(
      encode(["location,date,total_cases,new_cases", ...rows].join("\n"), "utf-8"),
      "cases.csv",
    );
    expect([table.series.length, table.days, table.findings.rows]).toEqual([countries, length - 1, 100_000]);
    for (const { name, increments } of table.series) {
      expect(increments.every((value) => value === Number(name.slice(6)))).toBe(true);
    }
  });
});
