/** What a training makes of a table: copies count once, `days` says what it did, and weeks are spread where that is asked. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../../../../cli/kiln.js";
import { silentReporter } from "../../../../core/reporter.js";
import { prepareTrend, type TrendData } from "../../../../models/trend/train/dataset.js";
import { trendSettings } from "../../../../models/trend/train/settings.js";
import { FakeHost } from "../../../fixtures/host.js";
import { smallTable } from "../../../train/fixtures/table.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kiln-settings-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function prepare(text: string, settings: Record<string, unknown> = {}): { data: TrendData; warnings: string[] } {
  const file = join(folder, "cases.csv");
  writeFileSync(file, text);
  const warnings: string[] = [];
  const data = prepareTrend({
    settings: trendSettings.parse({ window: 7, ...settings }),
    seed: 1,
    data: file,
    cache: folder,
    signal: undefined,
    reporter: { ...silentReporter, warn: (warning) => warnings.push(warning) },
  });
  return { data, warnings };
}

/** The table with a second and third copy of Italy's row. */
function withCopies(): string {
  const [header = "", ...rows] = smallTable(5, 120).split("\n");
  const italy = rows.find((row) => row.startsWith("Italy")) ?? "";
  return [header, italy.replace("Italy", "Denmark"), ...rows, italy.replace("Italy", "Greenland")].join("\n");
}

describe("copies of a country under other names", () => {
  test("give no examples, in any part, and are warned of", () => {
    const { data, warnings } = prepare(withCopies());
    const names = data.table.series.map(({ name }) => name);
    const learnt = data.selected.map((i) => names[i]);
    expect(learnt).toEqual(["Denmark", "France", "Spain", "Peru", "Chile"]);
    for (const part of Object.values(data.parts)) {
      expect([...new Set(part.series)].map((i) => names[i]).sort()).toEqual([...learnt].sort());
    }
    expect(warnings.join()).toMatch(
      /3 series are one and the same.*Denmark \(row 2\), Italy \(row 4\), Greenland \(row 8\)/,
    );
  });

  test("do not help each other over a rule of selection", () => {
    // Itself and two copies would be three above any threshold.
    const rule = { selection: "report", selectionCount: 2, selectionThreshold: 0.99 };
    expect(() => prepare(withCopies(), rule)).toThrow(/selects none/);
    const alone = prepare(smallTable(5, 120), { selection: "report", selectionCount: 1, selectionThreshold: 0.01 });
    const copied = prepare(withCopies(), { selection: "report", selectionCount: 1, selectionThreshold: 0.01 });
    const namesOf = ({ table, selected }: TrendData) => selected.map((i) => table.series[i]?.name ?? "").sort();
    const italian = (name: string) => (name === "Italy" ? "Denmark" : name);
    expect(namesOf(copied.data)).toEqual(namesOf(alone.data).map(italian).sort());
  });
});

describe("days", () => {
  test("above what the table has says so; fewer cut it off", () => {
    const more = prepare(smallTable(4, 120), { days: 5000 });
    expect(more.warnings).toContain(
      "days=5000 is more than the table has: all of its days are used (120 days of totals, 119 of increments).",
    );
    expect(more.data.table.days).toBe(119);
    for (const days of [0, 100, 120]) {
      const { data, warnings } = prepare(smallTable(4, 120), { days });
      expect(warnings.join()).not.toMatch(/days=/);
      expect(data.table.days).toBe(days === 100 ? 99 : 119);
    }
  });

  test("is said by kiln data trend too", async () => {
    const file = join(folder, "shown.csv");
    writeFileSync(file, smallTable(4, 120));
    const host = new FakeHost();
    expect(await main(["data", "trend", "--data", file, "--set", "days=5000"], undefined, host)).toBe(0);
    expect(host.stderr.text).toMatch(/days=5000 is more than the table has/);
    expect(host.stdout.text).toMatch(/first of a country's running totals has no increment/);
  });
});

test("a table that was reported by the week is trained on when it is spread, and refused else", () => {
  const [header = "", ...rows] = smallTable(4, 200).split("\n");
  const weekly = rows.map((row) => {
    const [name = "", ...totals] = row.split(",");
    // The total of the last Sunday: 2020-02-08 is a Saturday.
    return [name, ...totals.map((_, day) => totals[Math.max(0, day - ((day + 6) % 7))] ?? "")].join();
  });
  const text = [header, ...weekly].join("\n");
  expect(() => prepare(text)).toThrow(/a week's cases stand on one day in 4 of 4 countries.*on Sundays/);
  const { data, warnings } = prepare(text, { weekly: "spread" });
  expect(warnings.join()).toMatch(/each of these days has its share/);
  expect(data.table.series.every(({ increments }) => increments.subarray(7, 180).every((value) => value > 0))).toBe(
    true,
  );
});
