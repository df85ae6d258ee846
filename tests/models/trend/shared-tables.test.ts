/** The tables handed to the project: the real one of Johns Hopkins University, and odd ones of every kind. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isoDate } from "../../../models/trend/dates.js";
import { reportRule, selectByGrowth, selectByIncrements } from "../../../models/trend/selection.js";
import { splitByTime } from "../../../models/trend/split.js";
import type { CaseTable } from "../../../models/trend/table/case-table.js";
import { firstDays } from "../../../models/trend/table/case-table.js";
import { readCaseTable } from "../../../models/trend/table/read-table.js";
import { tableWarnings } from "../../../models/trend/table/remarks.js";
import { targetDays } from "../../../models/trend/windows.js";

const shared = new URL("../../../../shared/data/", import.meta.url);
const covid = new URL("covid/time_series_covid19_confirmed_global.csv", shared);
const pivoted = new URL("covid/datahub_key-countries-pivoted.csv", shared);
const odd = new URL("odd-csv/", shared);

function load(file: URL): CaseTable {
  return readCaseTable(readFileSync(file), file.pathname.split("/").at(-1) ?? "");
}

function sum(values: readonly number[] = []): number {
  return values.reduce((total, value) => total + value, 0);
}

describe.skipIf(!existsSync(covid))("the real table (needs ../shared/data)", () => {
  const table = existsSync(covid) ? load(covid) : null;
  if (table === null) return;

  test("has 201 countries, 171 corrections and no filled cell", () => {
    expect(table.series.length).toBe(201);
    expect(table.days).toBe(1142);
    expect(isoDate(table.firstDay)).toBe("2020-01-23");
    expect(table.findings.negativeIncrements.length).toBe(171);
    const worst = [...table.findings.negativeIncrements].sort((a, b) => a.value - b.value)[0];
    expect(worst).toEqual({ name: "France", date: "2021-05-20", value: -348840 });
    expect(table.findings.filledCells).toEqual({});
    expect(table.findings.unknownNames).toEqual([]);
  });

  test.each([
    [100, 92],
    [200, 60],
    [400, 58],
    [1143, 1],
  ])("the report's rule over the first %i cumulative columns selects %i countries", (columns, count) => {
    const series = firstDays(table, columns - 1).series.map(({ increments }) => increments);
    expect(selectByIncrements(series, reportRule).length).toBe(count);
  });

  test("over 400 increments it selects 56", () => {
    const series = firstDays(table, 400).series.map(({ increments }) => increments);
    expect(selectByIncrements(series, reportRule).length).toBe(56);
  });

  test("growth selects some countries and not all", () => {
    const series = firstDays(table, 300).series.map(({ increments }) => increments);
    const selected = selectByGrowth(series, reportRule);
    expect(selected.length).toBeGreaterThan(0);
    expect(selected.length).toBeLessThan(201);
  });
});

describe.skipIf(!existsSync(pivoted))("the transposed table (needs ../shared/data)", () => {
  test("agrees with the wide one wherever both are whole countries", () => {
    const [transposed, wide] = [load(pivoted), load(covid)];
    expect(transposed.findings).toMatchObject({ layout: "transposed", counts: "cumulative", dateFormat: "iso" });
    expect([transposed.series.length, transposed.days]).toEqual([8, 815]);
    expect(transposed.firstDay).toBe(wide.firstDay);
    const of = (table: CaseTable, iso: string) => table.series.find((series) => series.iso === iso)?.increments ?? [];
    // They were downloaded at different times, and past days were corrected in between: sums agree, most days do not.
    for (const iso of ["US", "IT", "DE", "IR", "CN", "GB", "FR", "ES"]) {
      const [a, b] = [transposed, wide].map((table) => sum(Array.from(of(table, iso)).slice(0, 815)));
      expect((a ?? 0) / (b ?? 1), iso).toBeCloseTo(1, iso === "CN" ? 0 : 1);
    }
  });
});

describe.skipIf(!existsSync(odd))("odd tables (need ../shared/data)", () => {
  const file = (name: string): URL => new URL(name, odd);
  const increments = (name: string): Record<string, number[]> =>
    Object.fromEntries(load(file(name)).series.map((series) => [series.name, [...series.increments]]));

  test("the plain one has 5 countries with 29 increments", () => {
    const all = increments("01_ok_wide.csv");
    expect(Object.keys(all)).toEqual(["Aland", "Bergia", "Cordia", "Dunland", "Estova"]);
    expect(Object.values(all).map((values) => values.length)).toEqual([29, 29, 29, 29, 29]);
  });

  test.each([
    "04_provinces_to_sum.csv",
    "07_bom_crlf.csv",
    "13_nonmonotonic_dates.csv",
    "29_semicolon.csv",
    "34_long_shuffled.csv",
  ])("%s reads like the plain one", (name) => {
    expect(increments(name)).toEqual(increments("01_ok_wide.csv"));
  });

  test("missing cells are filled and counted, and give no negative increment", () => {
    const { countries, filledCells, negativeIncrements } = load(file("02_missing_cells.csv")).findings;
    expect(filledCells).toEqual({ Aland: 1, Bergia: 2, Cordia: 3, Dunland: 3 });
    expect(countries.map(({ missing }) => Object.values(missing))).toEqual([
      [0, 1, 0],
      [2, 0, 0],
      [0, 0, 3],
      [0, 3, 0],
      [0, 0, 0],
    ]);
    expect(negativeIncrements).toEqual([]);
    const [filled, plain] = [increments("02_missing_cells.csv"), increments("01_ok_wide.csv")];
    expect(sum(filled.Aland)).toBe(sum(plain.Aland));
    expect(sum(filled.Dunland)).toBe(sum(plain.Dunland));
  });

  test("corrections are listed with country and date", () => {
    const { negativeIncrements } = load(file("03_negative_corrections.csv")).findings;
    expect(negativeIncrements.map(({ name }) => name)).toEqual(["Aland", "Cordia"]);
  });

  test("quoted names lose their quotes", () => {
    const { series } = load(file("09_quoted_commas.csv"));
    expect(series.map(({ name, iso }) => [name, iso])).toEqual([
      ["Korea, South", "KR"],
      ["Korea, North", "KP"],
      ["Netherlands", "NL"],
      ['Say "Hi"land', null],
    ]);
  });

  test("unknown names are listed", () => {
    const { unknownNames, notCountries } = load(file("11_unknown_country.csv")).findings;
    expect(unknownNames).toEqual(["Aland", "Bergia", "Atlantis"]);
    expect(notCountries).toEqual(["Diamond Princess", "Summer Olympics 2020"]);
  });

  test("Latin-1 names come out right", () => {
    const { series } = load(file("27_latin1.csv"));
    expect(series.slice(0, 3).map(({ name, iso }) => [name, iso])).toEqual([
      ["Côte d'Ivoire", "CI"],
      ["Curaçao", "CW"],
      ["Türkiye", "TR"],
    ]);
  });

  test("daily counts are told from totals, and give the increments of the totals", () => {
    const table = load(file("37_increments_not_cumulative.csv"));
    expect(table.findings.counts).toBe("daily");
    expect(tableWarnings(table).join()).toMatch(/look like daily counts/);
    const after = table.series.map(({ name, increments: all }) => [name, [...all.subarray(1)]]);
    expect(Object.fromEntries(after)).toEqual(increments("01_ok_wide.csv"));
  });

  test("names that fuzzy matching confuses are right", () => {
    const codes = load(file("12_fuzzy_trap_names.csv")).series.map(({ iso }) => iso);
    expect(codes.join(" ")).toBe("NE NG GN GW GQ PG CD CG DM DO KR KP US IE IR IQ GE SD SS ML MW AT AU SK SI");
  });

  test("seven days are read; the split of a training says how many it needs", () => {
    const { days } = load(file("26_seven_days_L7.csv"));
    expect(days).toBe(6);
    const share = { train: 0.6, validation: 0.15 };
    const days7 = targetDays(days, 7, "weekly");
    expect(() => splitByTime(days7, 14, share, { file: "26_seven_days_L7.csv", days, window: 7 })).toThrow(
      /6 days of increments, needs at least \d+/,
    );
  });

  test("series without variance are never selected", () => {
    const { series } = load(file("38_constant_and_all_zero.csv"));
    const flat = series.flatMap(({ name }, i) => (["Flatland", "Zeroland"].includes(name) ? [i] : []));
    const selected = selectByIncrements(
      series.map(({ increments: values }) => values),
      { threshold: -2, count: 0 },
    );
    expect(flat.some((i) => selected.includes(i))).toBe(false);
    expect(selected.length).toBe(series.length - 2);
  });

  test("names that are formulas stay text", () => {
    expect(Object.keys(increments("39_formula_injection.csv"))).toContain("=cmd|calc!A0");
  });

  test.each([
    ["18_text_in_numeric_cell.csv", /row 3, column \d+ \(.*Bergia.*"see note" is no number/],
    ["21_header_only.csv", /no data rows/],
    ["22_empty.csv", /the file is empty/],
    ["25_one_day.csv", /needs at least 2 days/],
  ])("%s is refused with a plain word", (name, message) => {
    expect(() => load(file(name))).toThrow(message);
  });

  test("5,000 countries: every pair of correlations", () => {
    const { series } = load(file("45_5000_countries_wide.csv"));
    expect(series.length).toBe(5000);
    const selected = selectByIncrements(
      series.map(({ increments: values }) => values),
      { threshold: 0.99, count: 4999 },
    );
    expect(selected).toEqual([]);
  });
});
