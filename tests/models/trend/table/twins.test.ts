/** Series that are one and the same, and names that are nearly so. */
import { describe, expect, test } from "vitest";
import { isoDate } from "../../../../models/trend/dates.js";
import { distinctSeries } from "../../../../models/trend/table/distinct-series.js";
import { tableNotes, tableWarnings } from "../../../../models/trend/table/remarks.js";
import { read } from "./read.js";

const days = Array.from({ length: 30 }, (_, day) => day);
const dates = days.map((day) => isoDate(18_300 + day));
const wave = days.map((day) => 10 * day + (day % 4));
const header = `Country,${dates.join()}`;
const row = (name: string, totals: readonly (number | string)[]) => `${name},${totals.join()}`;

describe("series that are the same on every day", () => {
  const other = wave.map((total) => 3 * total);
  const text = [
    header,
    row("North Korea", wave),
    row("Peru", other),
    row(
      "Denmark",
      wave.map((total) => total + 5),
    ),
    row("South Korea", wave),
    row(
      "Chile",
      wave.map((total, day) => total + (day === 29 ? 1 : 0)),
    ),
  ].join("\n");

  test("are warned of with their rows, and stay in the table", () => {
    const table = read(text);
    expect(table.findings.twins).toEqual([
      {
        names: ["North Korea", "Denmark", "South Korea"],
        places: ["North Korea (row 2)", "Denmark (row 4)", "South Korea (row 5)"],
        cases: 291,
      },
    ]);
    expect(table.series).toHaveLength(5);
    expect(tableWarnings(table).join(" ")).toMatch(
      /3 series are one and the same on every day \(291 cases each\): North Korea \(row 2\), Denmark \(row 4\), .*count them once/,
    );
    expect(distinctSeries(table)).toEqual([0, 1, 4]);
  });

  test("are named by their columns in a transposed table", () => {
    const cells = dates.map((date, day) => [date, wave[day], other[day], wave[day]].join());
    expect(read(["Date,Peru,Chile,Kenya", ...cells].join("\n")).findings.twins[0]?.places).toEqual([
      "Peru (column 2)",
      "Kenya (column 4)",
    ]);
  });

  test.each<[string, readonly number[]]>([
    ["nothing at all", days.map(() => 7)],
    ["the same on each day", days.map((day) => 3 * day)],
    ["a few cases on the same days", days.map((day) => Math.min(6, day))],
  ])("are none where they have %s", (_, totals) => {
    const table = read([header, row("Peru", totals), row("Chile", totals), row("Kenya", wave)].join("\n"));
    expect(table.findings.twins).toEqual([]);
  });

  test("are found among thousands, and one alike in sum alone is none", () => {
    const many = Array.from({ length: 3000 }, (_, i) =>
      row(
        `Place ${i}`,
        wave.map((total, day) => total * (i + 1) + (day % 3)),
      ),
    );
    const swapped = [...wave];
    [swapped[5], swapped[6]] = [swapped[6] ?? 0, swapped[5] ?? 0];
    const table = read(
      [
        header,
        ...many,
        row(
          "Copy",
          wave.map((total, day) => total * 1000 + (day % 3)),
        ),
        row("A", wave),
        row("B", swapped),
      ].join("\n"),
    );
    expect(table.findings.twins.map(({ names }) => names)).toEqual([["Place 999", "Copy"]]);
  });
});

describe("names that differ by case, spacing or accents only", () => {
  test("get one warning with their rows, and no note of one code", () => {
    const names = [
      "France",
      "Peru",
      "FRANCE",
      "Korea, South",
      "korea,  south",
      "Réunion",
      "Reunion",
      "Chile\u200b",
      "Chile",
    ];
    const rows = names.map((name, i) =>
      row(
        `"${name}"`,
        wave.map((total) => total * (i + 1)),
      ),
    );
    const table = read([header, ...rows].join("\n"));
    expect(table.findings.similarNames).toEqual([
      ["France (row 2)", "FRANCE (row 4)"],
      ["Korea, South (row 5)", "korea, south (row 6)"],
      ["Réunion (row 7)", "Reunion (row 8)"],
      ["Chile\u200b (row 9)", "Chile (row 10)"],
    ]);
    const warnings = tableWarnings(table).filter((warning) => /differ by case/.test(warning));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/France \(row 2\) and FRANCE \(row 4\), Korea, South/);
    expect(tableNotes(table).join(" ")).not.toMatch(/under one code/);
    const codes = read(
      [
        header,
        row("US", wave),
        row(
          "United States",
          wave.map((total) => 2 * total),
        ),
      ].join("\n"),
    );
    expect(tableNotes(codes).join(" ")).toMatch(/under one code, US: US, United States/);
    expect(codes.findings.similarNames).toEqual([]);
  });

  test("also where they are parts of a country", () => {
    const table = read(
      [
        `Province,${header}`,
        `Hubei,${row("China", wave)}`,
        `HUBEI,${row("China", wave)}`,
        `Hebei,${row("China", wave)}`,
      ].join("\n"),
    );
    expect(table.findings.similarNames).toEqual([["Hubei, China (row 2)", "HUBEI, China (row 3)"]]);
  });
});
