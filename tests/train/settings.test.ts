import { describe, expect, test } from "vitest";
import { UsageError } from "../../core/errors.js";
import { nearest } from "../../core/nearest.js";
import { initialPlateau, judge } from "../../train/plateau.js";
import { describeSettings, resolveSettings, settingsOfRun } from "../../train/settings.js";
import { recipes } from "../fixtures/models.js";

const { trend } = recipes;

function usageError(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("settings", () => {
  test("come from the preset, then from --set, then from the defaults", () => {
    const { preset, settings } = resolveSettings(trend, "report", ["units=8", "oneDnn=false", "cell=lstm"]);
    expect(preset).toBe("report");
    expect(settings).toMatchObject({
      batchSize: 20,
      window: 7,
      units: 8,
      oneDnn: false,
      cell: "lstm",
      threads: "auto",
    });
  });

  test("every preset of every recipe is valid, and every key is described", () => {
    for (const recipe of Object.values(recipes)) {
      for (const name of Object.keys(recipe.presets)) resolveSettings(recipe, name);
      for (const { key, description } of describeSettings(recipe)) expect(description, key).not.toBe("a setting");
    }
  });

  test.each<[string[], RegExp]>([
    [["windw=7"], /no setting "windw"\nDid you mean window\?/],
    [["zebra=7"], /no setting "zebra"\nSettings are /],
    [["window"], /"window" is no key=value/],
    [["window=6"], /--set window: .*\nwindow: days that the network reads/],
    [["window=57"], /--set window/],
    [["window=seven"], /--set window/],
    [["window="], /--set window/],
    [["epochs=1.5"], /--set epochs/],
    [["cell=GRU"], /--set cell/],
    [["oneDnn=yes"], /--set oneDnn/],
    [["learningRate=Infinity"], /--set learningRate/],
  ])("%s is refused by name", (set, message) => {
    expect(usageError(() => resolveSettings(trend, undefined, set))).toMatch(message);
  });

  test("a preset that does not exist is refused with the nearest one", () => {
    expect(usageError(() => resolveSettings(trend, "beste"))).toMatch(/no preset "beste"\nDid you mean best\?/);
    expect(usageError(() => resolveSettings(trend, "toString"))).toMatch(/no preset/);
  });

  test("a slip is recognised, another word is not", () => {
    expect(nearest("bathSize", ["batchSize", "window"])).toBe("batchSize");
    expect(nearest("banana", ["batchSize", "window"])).toBeUndefined();
    expect(nearest("x", [])).toBeUndefined();
  });
});

describe("the plateau rule", () => {
  const settings = { plateauPatience: 2, plateauFactor: 0.5, stopPatience: 5 };

  test("lowers the rate after two epochs without gain, stops after five, and starts anew after a gain", () => {
    const scores = [1, 0.9, 0.95, 0.95, 0.95, 0.8, 0.9, 0.9, 0.9, 0.9, 0.9];
    let state = initialPlateau;
    let best: number | null = null;
    const log = scores.map((score) => {
      const verdict = judge(state, settings, score, best, "minimum");
      state = verdict.state;
      if (verdict.better) best = score;
      return [verdict.better, state.multiplier, verdict.stop];
    });
    expect(log).toEqual([
      [true, 1, false],
      [true, 1, false],
      [false, 1, false],
      [false, 0.5, false],
      [false, 0.5, false],
      [true, 0.5, false],
      [false, 0.5, false],
      [false, 0.25, false],
      [false, 0.25, false],
      [false, 0.125, false],
      [false, 0.125, true],
    ]);
  });

  test("keeps the best weights even for a gain too small to reset the patience", () => {
    const verdict = judge({ ...initialPlateau, sinceBetter: 4 }, settings, 0.99999, 1, "minimum");
    expect(verdict).toMatchObject({ better: true, stop: true });
  });

  test("can look for a maximum, and can be off", () => {
    expect(judge(initialPlateau, settings, 0.5, 0.4, "maximum").better).toBe(true);
    const off = { plateauPatience: 0, plateauFactor: 0.5, stopPatience: 0 };
    const verdict = judge({ multiplier: 1, sinceBetter: 99, sinceReduced: 99 }, off, 2, 1, "minimum");
    expect(verdict).toMatchObject({ reduced: false, stop: false });
  });
});

test("a run from before a setting was added keeps to what it stood for then", () => {
  const { alike: _, ...before } = resolveSettings(recipes.faces, "demo", []).settings;
  expect(settingsOfRun(recipes.faces, before).alike).toBe("equal");
  expect(settingsOfRun(recipes.faces, { ...before, alike: "mirrored" }).alike).toBe("mirrored");
  expect(resolveSettings(recipes.faces, "demo", []).settings.alike).toBe("near");
});
