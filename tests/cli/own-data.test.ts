/** Data that nobody would read, and presets that a model need not have. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoPreset } from "../../cli/demo/model.js";
import { main } from "../../cli/kiln.js";
import { type Project, projectOf } from "../../config/project.js";
import type { AnyModelDefinition } from "../../core/definition.js";
import trendRecipe from "../../models/trend/train/recipe.js";
import type { AnyRecipe } from "../../train/recipe.js";
import { FakeHost } from "../fixtures/host.js";
import { configFile, models, projectWith } from "../fixtures/models.js";
import { parcel, parcelRecipe } from "../fixtures/parcel.js";

const withRecipe = (definition: AnyModelDefinition, recipe: AnyRecipe): AnyModelDefinition => ({
  ...definition,
  recipe: async () => ({ default: recipe }),
});
const all = [models.trend, models.faces, withRecipe(parcel, parcelRecipe)];
const folder = mkdtempSync(join(tmpdir(), "kiln-own-data-"));
const cwd = process.cwd();
beforeAll(() => {
  process.chdir(folder);
  writeFileSync("prices.csv", "a,b\n1,2\n");
});
afterAll(() => {
  process.chdir(cwd);
  rmSync(folder, { recursive: true, force: true });
});

async function kiln(argv: readonly string[], given: Project = projectWith(...all)) {
  const host = new FakeHost();
  const code = await main([...argv], given, host);
  return { code, err: host.stderr.text, out: host.stdout.text };
}

describe("a model that reads no data of the user's refuses --data", () => {
  test.each(["train", "sweep", "data"])("in kiln %s", async (command) => {
    const { code, err } = await kiln([command, "parcel", "--data", "prices.csv"]);
    expect(err).toContain("parcel reads no data of yours: it makes its own");
    expect(err).toContain("Leave --data out.");
    expect(code).toBe(2);
    expect(readdirSync(".")).toEqual(["prices.csv"]);
  });

  test("in kiln evaluate, where it can be evaluated at all", async () => {
    const evaluatePublished = trendRecipe.evaluatePublished as never;
    const given = projectWith(withRecipe(parcel, { ...parcelRecipe, evaluatePublished }));
    const { code, err } = await kiln(["evaluate", "parcel", "--data", "prices.csv"], given);
    expect(err).toContain("parcel reads no data of yours: it makes its own");
    expect(code).toBe(2);
  });

  test("and trains without it", async () => {
    const { code } = await kiln(["train", "parcel", "--out", "run", "--set", "epochs=1", "--set", "threads=1"]);
    expect(code).toBe(0);
    expect(existsSync(join("run", "summary.json"))).toBe(true);
  });
});

test("a model that reads data takes it", async () => {
  const { err } = await kiln(["data", "trend", "--data", "prices.csv"]);
  expect(err).not.toContain("reads no data");
});

describe("a sweep", () => {
  test("refuses a setting that has no effect in one of its runs", async () => {
    const { code, err } = await kiln(["sweep", "faces", "--grid", "loss=weighted,sigma", "--set", "klWeight=70"]);
    expect(err).toContain("klWeight has no effect here: only loss=weighted reads it");
    expect(code).toBe(2);
  });
});

test("kiln data --out takes settings: so many faces and no more", async () => {
  const { code } = await kiln(["data", "faces", "--out", "faces", "--set", "count=3"]);
  expect(code).toBe(0);
  expect(readdirSync("faces").filter((name) => name.endsWith(".png"))).toHaveLength(3);
});

describe("kiln demo", () => {
  const { demo: _, ...others } = trendRecipe.presets;

  test("trains with a model's preset demo, and else with what it trains with when nobody chooses", () => {
    expect(demoPreset({ ...trendRecipe, defaultPreset: "best" })).toBe("demo");
    expect(demoPreset({ ...trendRecipe, presets: others, defaultPreset: "best" })).toBe("best");
  });

  test("calls kiln train with that preset", async () => {
    const presets = { ...others, ours: { summary: "", values: {} } };
    const own = withRecipe(models.trend, { ...trendRecipe, presets, defaultPreset: "ours" });
    const given = projectOf({ models: { trend: async () => ({ default: own }) } }, process.cwd(), configFile);
    const { code, err } = await kiln(["demo", "trend", "--no-serve"], given);
    // The process that trains reads the config of this repository, whose trend has no such preset.
    expect(err).toContain('trend has no preset "ours"');
    expect(code).toBe(2);
  });
});
