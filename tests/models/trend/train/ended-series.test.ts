/** A country whose values end before the table does is asked about only while they last. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { silentReporter } from "../../../../core/reporter.js";
import { prepareTrend } from "../../../../models/trend/train/dataset.js";
import { type TrendSettings, trendSettings } from "../../../../models/trend/train/settings.js";
import { smallTable } from "../../../train/fixtures/table.js";

/** Well within the training part. */
const ENDS = 60;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kiln-ended-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("no example's answer lies behind a country's last value, and a warning says which country ends", () => {
  const [header = "", ...rows] = smallTable(4, 120).split("\n");
  // The first country has no total after the first ENDS days.
  const ended = (rows[0] ?? "").split(",").map((cell, i) => (i > ENDS ? "" : cell));
  const file = join(folder, "cases.csv");
  writeFileSync(file, [header, ended.join(","), ...rows.slice(1)].join("\n"));
  const warnings: string[] = [];
  const settings: TrendSettings = trendSettings.parse({ window: 7, label: "weekly" });
  const { parts } = prepareTrend({
    settings,
    seed: 1,
    data: file,
    cache: folder,
    signal: undefined,
    reporter: { ...silentReporter, warn: (text) => warnings.push(text) },
  });
  const targets = (series: number) =>
    Object.values(parts).flatMap((part) =>
      [...part.series.keys()].filter((i) => part.series[i] === series).map((i) => part.target[i] ?? 0),
    );
  // ENDS totals are ENDS - 1 increments, and the answer takes 7 of them.
  expect(Math.max(...targets(0))).toBe(ENDS - 1 - 7);
  expect(Math.max(...targets(1))).toBe(119 - 7);
  expect(warnings.join()).toMatch(/No values at the table's end.*France 60/);
});
