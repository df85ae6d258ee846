/** Sections that a model brings to the report of its runs. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { ReportSection } from "../../../core/report-section.js";
import { skillTables } from "../../../models/trend/evaluation/skill-tables.js";
import { ownSections } from "../../../train/report/page/own-sections.js";
import type { RunRecord } from "../../../train/report/read/record.js";
import { readRun } from "../../../train/report/read/run-directory.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-sections-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const group = (windows: number, auc: number) => ({
  windows,
  baseRate: 0.4,
  accuracy: 0.61,
  balancedAccuracy: 0.6,
  mcc: 0.2,
  auc,
  baselineMcc: { persistence: 0.1 },
});
const run = (name: string, sections: readonly ReportSection[]) => ({ name, sections }) as RunRecord;
const words = (html: readonly string[]) =>
  html
    .join("")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

it("have a table for each that the model gave, and a dash where a figure is missing", () => {
  const tables = skillTables({
    phases: { growth: group(7, 0.7) },
    activity: { none: group(11, 0.505), many: group(12, 0.69) },
  });
  const text = words(ownSections([run("a", [{ heading: "Where the skill is", tables }])]));
  expect(text).toMatch(/Where the skill is/);
  expect(text).toMatch(/Skill by phase, of the test windows .* growth 7 0\.4 0\.61 0\.6 0\.2 0\.7 0\.1 – /);
  expect(text).toMatch(/Skill by cases in the window.* none 11 .* 0\.505 .* 10 a day or more 12 /);
  expect(text).not.toMatch(/fewer than 10/);
});

it("of runs that are compared stand under one heading; runs without any have none", () => {
  const prices = (euros: number) => [
    { heading: "Prices", tables: [{ title: "By zone", columns: ["€"], rows: [[euros]] }] },
  ];
  const sections = ownSections([run("a", prices(3)), run("b", prices(5)), run("c", [])]);
  expect(sections).toHaveLength(1);
  expect(words(sections)).toMatch(/Prices .*a: By zone .* 3 .*b: By zone .* 5 /);
  expect(ownSections([run("c", [])])).toEqual([]);
});

it("are read from the run, and left out with a note when the file is damaged", () => {
  const config = { formatVersion: 1, model: "parcel", preset: "demo", seed: 1, settings: {}, contracts: [] };
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  expect(readRun(folder).sections).toEqual([]);
  expect(readRun(folder).notes.join()).not.toContain("sections.json");
  const section = { heading: "Prices", tables: [{ title: "By zone", columns: ["€"], rows: [[3], [null]] }] };
  writeFileSync(join(folder, "sections.json"), JSON.stringify([section]));
  expect(readRun(folder).sections).toEqual([section]);
  writeFileSync(join(folder, "sections.json"), "[{");
  expect(readRun(folder).sections).toEqual([]);
  expect(readRun(folder).notes.join()).toContain("sections.json is damaged");
});
