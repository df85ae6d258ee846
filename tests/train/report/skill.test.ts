/** Skill by phase and by activity in a report. */
import { expect, test } from "vitest";
import { skillSection } from "../../../train/report/page/skill.js";
import type { RunRecord } from "../../../train/report/read/record.js";

const group = (windows: number, auc: number) => ({
  windows,
  baseRate: 0.4,
  accuracy: 0.61,
  balancedAccuracy: 0.6,
  mcc: 0.2,
  auc,
  baselineMcc: { persistence: 0.1 },
});
const run = (name: string, evaluation: unknown) => ({ name, evaluation }) as RunRecord;
const words = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/ +/g, " ");

test("a table for each, with the windows of each kind, and a dash where a baseline is missing", () => {
  const test = { phases: { growth: group(7, 0.7) }, activity: { none: group(11, 0.505), many: group(12, 0.69) } };
  const text = words(skillSection([run("a", { test, more: 1 })]));
  expect(text).toMatch(/Skill by phase, of the test windows .* growth 7 0\.4 0\.61 0\.6 0\.2 0\.7 0\.1 – /);
  expect(text).toMatch(/Skill by cases in the window.* none 11 .* 0\.505 .* 10 a day or more 12 /);
  expect(text).not.toMatch(/fewer than 10/);
});

test("runs from before there was activity have their phases; other models have no such section", () => {
  const old = words(skillSection([run("a", { test: { phases: { decline: group(3, 0.5) } } }), run("b", null)]));
  expect(old).toMatch(/a: Skill by phase/);
  expect(old).not.toMatch(/Skill by cases/);
  expect(skillSection([run("faces", { validation: { mse: 1 } })])).toBe("");
});
