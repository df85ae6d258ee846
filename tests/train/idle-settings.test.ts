/** Every setting of every recipe is read in a training, or refused: nobody changes one and believes it did something. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UsageError } from "../../core/errors.js";
import { silentReporter } from "../../core/reporter.js";
import { writeDrawnFaces } from "../../models/faces/train/dataset/write-drawn.js";
import { facesRecipe } from "../../models/faces/train/recipe.js";
import { trendRecipe } from "../../models/trend/train/recipe.js";
import { idleSettings } from "../../train/idle-settings.js";
import type { AnyRecipe } from "../../train/recipe.js";
import { commonSettings, resolveSettings } from "../../train/settings.js";
import { train } from "../../train/train.js";
import { recipes } from "../fixtures/models.js";
import { parcelRecipe } from "../fixtures/parcel.js";
import { smallTable } from "./fixtures/table.js";

const root = mkdtempSync(join(tmpdir(), "kiln-idle-"));
const cwd = process.cwd();
const table = join(root, "cases.csv");
const pictures = join(root, "pictures");
beforeAll(async () => {
  process.chdir(root); // the cache of drawn faces
  writeFileSync(table, smallTable(10, 120));
  await writeDrawnFaces({ count: 24, seed: 3, out: pictures, reporter: silentReporter });
});
afterAll(() => {
  process.chdir(cwd);
  rmSync(root, { recursive: true, force: true });
});

/** What the engine does with these, it does for every recipe; `learningRate` is the recipe's to read. */
const engineReads = new Set(Object.keys(commonSettings).filter((key) => key !== "learningRate"));

/** The recipe, and the settings that any of its functions reads. */
function watched(recipe: AnyRecipe): { recipe: AnyRecipe; read: Set<string> } {
  const read = new Set<string>();
  const known = new WeakMap<object, object>();
  const watch = <Settings extends object>(settings: Settings): Settings => {
    const proxy = known.get(settings) ?? new Proxy(settings, { get: readKey });
    known.set(settings, proxy);
    return proxy as Settings;
  };
  const readKey = (target: object, key: string | symbol): unknown => {
    read.add(String(key));
    return Reflect.get(target, key);
  };
  const inContext =
    <Context extends { settings: object }, Result>(fn: (context: Context) => Result) =>
    (context: Context): Result =>
      fn({ ...context, settings: watch(context.settings) });
  const { pictures: draw } = recipe;
  return {
    read,
    recipe: {
      ...recipe,
      prepare: inContext(recipe.prepare.bind(recipe)),
      evaluate: inContext(recipe.evaluate.bind(recipe)),
      finish: inContext(recipe.finish.bind(recipe)),
      ...(draw === undefined ? {} : { pictures: inContext(draw.bind(recipe)) }),
      initialize: (settings, random) => recipe.initialize(watch(settings), random),
      initialOptimizer: (tf, settings, weights) => recipe.initialOptimizer(tf, watch(settings), weights),
      draw: (settings, random, size) => recipe.draw(watch(settings), random, size),
      schedules: (settings, clock) => recipe.schedules(watch(settings), clock),
      step: (tf, settings) => recipe.step(tf, watch(settings)),
    },
  };
}

const facesSmall = [
  ...["threads=2", "epochs=2", "batchSize=16", "smallestEpoch=0", "width=4", "hidden=16", "latent=4"],
  ...["samplePictures=0", "sheetEpochs=1"],
];
const trendSmall = ["threads=2", "epochs=1", "epochSteps=2", "batchSize=16", "window=7", "units=4", "baselineRows=50"];

const trainings: readonly (readonly [string, AnyRecipe, readonly string[], (() => string) | undefined])[] = [
  ["faces, drawn, sigma", facesRecipe, [...facesSmall, "count=24", "loss=sigma"], undefined],
  ["faces, a folder, weighted", facesRecipe, [...facesSmall, "loss=weighted", "plateauPatience=1"], () => pictures],
  ["trend, all countries", trendRecipe, [...trendSmall, "selection=all"], () => table],
  [
    "trend, chosen countries",
    trendRecipe,
    [...trendSmall, "selection=report", "selectionCount=1", "selectionThreshold=-0.9", "plateauPatience=1"],
    () => table,
  ],
  ["parcel", parcelRecipe, ["epochs=2", "threads=2"], undefined],
];

test("every recipe that Kiln ships with is among the trainings", () => {
  expect(trainings.map(([, recipe]) => recipe)).toEqual(expect.arrayContaining(Object.values(recipes)));
});

test.each(trainings)("%s: what no function reads is declared, and nothing else", async (name, recipe, set, place) => {
  const { read, recipe: watching } = watched(recipe);
  const data = place?.();
  const out = join(root, name.replaceAll(/\W+/g, "-"));
  // Eager: recording a step takes longer than the few that are made.
  await train(watching, { out, set, seed: 1, eager: true, ...(data === undefined ? {} : { data }) }, silentReporter);
  const { settings } = resolveSettings(recipe, undefined, set);
  // The contract is made of settings too.
  const contracted = Object.keys((recipe.model.config as unknown as { shape: object }).shape);
  const unread = Object.keys(settings).filter(
    (key) => !read.has(key) && !engineReads.has(key) && !contracted.includes(key),
  );
  const declared = Object.keys(idleSettings(recipe, { settings, data })).filter((key) => !engineReads.has(key));
  expect(unread.sort()).toEqual(declared.sort());
});

describe("refused before anything is made, with the reason:", () => {
  test.each<[string, AnyRecipe, string[], string | undefined, string]>([
    ["a rate that never falls", trendRecipe, ["plateauFactor=0.3"], undefined, "since plateauPatience is 0"],
    ["a plateau that no schedule follows", parcelRecipe, ["plateauPatience=3"], undefined, "do not follow the plateau"],
    ["a rule that is not asked", trendRecipe, ["selectionCount=3"], undefined, "selection=all asks for nothing"],
    ["a weight that the loss does not have", facesRecipe, ["klWeight=70"], undefined, "only loss=weighted reads it"],
    ["a number of faces to draw, with a folder", facesRecipe, ["count=9"], "folder", "a folder is read whole"],
  ])("%s", async (_, recipe, set, data, reason) => {
    const out = join(root, "never");
    const training = train(recipe, { out, set, ...(data === undefined ? {} : { data }) }, silentReporter);
    await expect(training).rejects.toThrow(UsageError);
    await expect(training).rejects.toThrow(`${set[0]?.split("=")[0]} has no effect here`);
    await expect(training).rejects.toThrow(reason);
    expect(existsSync(out)).toBe(false);
  });
});

describe("not idle are", () => {
  test.each<[string, AnyRecipe, string[]]>([
    ["a patience of none, which is what it says", parcelRecipe, ["plateauPatience=0"]],
    ["the plateau where a schedule follows it", trendRecipe, ["plateauPatience=2", "plateauFactor=0.3"]],
    ["the plateau under a cosine", facesRecipe, ["plateauPatience=2", "plateauFactor=0.3"]],
  ])("%s", (_, recipe, set) => {
    const { settings } = resolveSettings(recipe, undefined, set);
    const idle = idleSettings(recipe, { settings, data: undefined });
    for (const entry of set) expect(idle).not.toHaveProperty(entry.split("=")[0] ?? "");
  });
});
