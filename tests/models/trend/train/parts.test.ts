/** Ways to split: what may be in two parts, and what may not. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { silentReporter } from "../../../../core/reporter.js";
import { prepareTrend, type TrendData } from "../../../../models/trend/train/dataset.js";
import type { TrendSettings } from "../../../../models/trend/train/settings.js";
import { splitRemarks } from "../../../../models/trend/train/split-remarks.js";
import type { WindowIndex } from "../../../../models/trend/windows.js";
import { resolveSettings } from "../../../../train/settings.js";
import { recipes } from "../../../fixtures/models.js";
import { smallTable } from "../../../train/fixtures/table.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-parts-"));
const table = join(folder, "table.csv");
writeFileSync(table, smallTable(10, 150));
const tiny = join(folder, "tiny.csv");
writeFileSync(tiny, smallTable(2, 150));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settingsOf = (...set: string[]): TrendSettings =>
  resolveSettings(recipes.trend, "demo", ["window=14", ...set]).settings as TrendSettings;

function prepare(seed: number, ...set: string[]): TrendData {
  const context = { cache: folder, reporter: silentReporter, signal: undefined };
  return prepareTrend({ ...context, settings: settingsOf(...set), seed, data: table });
}

const countries = ({ series }: WindowIndex): number[] => [...new Set(series)].sort((a, b) => a - b);
const keys = ({ series, target }: WindowIndex): string[] => Array.from(series, (one, i) => `${one}/${target[i]}`);
const shared = <T>(a: readonly T[], b: readonly T[]): T[] => a.filter((one) => b.includes(one));

describe("by country", () => {
  const { parts } = prepare(1, "splitBy=country");

  test("no country is in two parts, and each has all of its days", () => {
    const [train, validation, test] = [parts.train, parts.validation, parts.test].map(countries);
    expect([train, validation, test].map((part) => part?.length)).toEqual([6, 1, 3]);
    expect([...(train ?? []), ...(validation ?? []), ...(test ?? [])].sort((a, b) => a - b)).toEqual([
      ...Array(10).keys(),
    ]);
    expect(Math.min(...parts.test.target)).toBe(Math.min(...parts.train.target));
    expect(Math.max(...parts.test.target)).toBe(Math.max(...parts.train.target));
  });

  test("depends on the seed alone", () => {
    expect(prepare(1, "splitBy=country").parts).toEqual(parts);
    const others = [2, 3, 4].map((seed) => countries(prepare(seed, "splitBy=country").parts.test).join());
    expect(others.some((other) => other !== countries(parts.test).join())).toBe(true);
  });

  test("needs a country for each part", () => {
    const context = { cache: folder, reporter: silentReporter, signal: undefined };
    expect(() => prepareTrend({ ...context, settings: settingsOf("splitBy=country"), seed: 1, data: tiny })).toThrow(
      /2 countries cannot be split in three parts/,
    );
  });
});

test("by both, neither a country nor a day is in two parts, and the gap of window and label lies between", () => {
  const { parts, split } = prepare(1, "splitBy=both", "label=weekly");
  expect(shared(countries(parts.train), countries(parts.test))).toEqual([]);
  expect(Math.min(...parts.validation.target) - Math.max(...parts.train.target)).toBeGreaterThan(14 + 7);
  expect(Math.min(...parts.test.target) - Math.max(...parts.validation.target)).toBeGreaterThan(14 + 7);
  expect(split.gap).toBe(21);
});

test("at random, every window is in one part, and nearly every test window has a neighbour that is learnt from", () => {
  const { parts, selected, split } = prepare(1, "splitBy=random");
  const [train, validation, held] = [keys(parts.train), keys(parts.validation), keys(parts.test)];
  const days = split.train.to - split.train.from + 1;
  expect(new Set([...train, ...validation, ...held]).size).toBe(selected.length * days);
  expect(train.length + validation.length + held.length).toBe(selected.length * days);
  const known = new Set(train);
  const leaked = Array.from(parts.test.series, (one, i) => {
    const target = parts.test.target[i] as number;
    return known.has(`${one}/${target - 1}`) || known.has(`${one}/${target + 1}`);
  });
  expect(leaked.filter(Boolean).length / leaked.length).toBeGreaterThan(0.75);
});

describe("shuffled labels", () => {
  const plain = prepare(1);
  const mixed = prepare(1, "shuffleLabels=true");
  const all = Uint32Array.from(plain.parts.train.series.keys());

  test("are the same labels in another order, for the training part alone, the same in every epoch", async () => {
    const [a, b, again] = [await plain.batch(all), await mixed.batch(all), await mixed.batch(all)];
    const sum = (values: ArrayLike<number> = []) => Array.from(values).reduce((total, value) => total + value, 0);
    expect(b.label?.data).not.toEqual(a.label?.data);
    expect(sum(b.label?.data)).toBe(sum(a.label?.data));
    expect(b.increments).toEqual(a.increments);
    expect(again.label?.data).toEqual(b.label?.data);
    expect(mixed.examplesOf("test")).toEqual(plain.examplesOf("test"));
    // One at a time an example has the answer that it has in a batch.
    expect((await mixed.batch(Uint32Array.of(7))).label?.data[0]).toBe(b.label?.data[7]);
  });
});

describe("remarks", () => {
  const of = (...set: string[]) => splitRemarks(prepare(1, ...set), settingsOf(...set)).join(" ");

  test("say what a split or shuffled labels do to the figures", () => {
    expect(of()).toBe("");
    expect(of("splitBy=random")).toMatch(/split at random.*worth nothing/);
    expect(of("splitBy=country")).toMatch(/new to the network, but their days are not/);
    expect(of("shuffleLabels=true")).toMatch(/A check, not a model/);
    expect(of("gap=1")).toMatch(/The gap is shorter/);
  });
});
