/** Baselines that learn, and the checks, on small tables and on the embedded epidemics. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { silentReporter } from "../../../../../core/reporter.js";
import type { TrendEvaluation } from "../../../../../models/trend/evaluation/schema.js";
import { labelRules } from "../../../../../models/trend/labels.js";
import { scoresOf } from "../../../../../models/trend/scores.js";
import { persistenceOf, sameWeekdayOf, truthOf } from "../../../../../models/trend/train/baselines.js";
import { baselineRemarks } from "../../../../../models/trend/train/comparison/baseline-remarks.js";
import { checkRemarks } from "../../../../../models/trend/train/comparison/check-remarks.js";
import { checkLeak } from "../../../../../models/trend/train/comparison/leak-check.js";
import {
  type LearningContext,
  learnBaselines,
} from "../../../../../models/trend/train/comparison/learned-baselines.js";
import { checkTrueR } from "../../../../../models/trend/train/comparison/true-r-check.js";
import { prepareTrend } from "../../../../../models/trend/train/dataset.js";
import type { TrendSettings } from "../../../../../models/trend/train/settings.js";
import { resolveSettings } from "../../../../../train/settings.js";
import { recipes } from "../../../../fixtures/models.js";
import { smallTable } from "../../../../train/fixtures/table.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-learned-"));
const table = join(folder, "table.csv");
writeFileSync(table, smallTable(10, 150));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function contextOf(data: string | undefined, ...set: string[]): LearningContext {
  const settings = resolveSettings(recipes.trend, "demo", ["window=14", ...set]).settings as TrendSettings;
  const context = { settings, seed: 1, data, cache: folder, reporter: silentReporter, signal: undefined };
  return { data: prepareTrend(context), settings, seed: 1, signal: undefined };
}

describe("learnt baselines", () => {
  const context = contextOf(table, "label=nextDayHigher");

  test("answer every window, better than chance", async () => {
    const learned = await learnBaselines(context);
    const truth = truthOf(context.data, "test", context.settings);
    expect(learned).toMatchObject({ learnt: context.data.examples, of: context.data.examples });
    for (const name of ["logistic", "trees"] as const) {
      const probability = learned?.answers.test[name] ?? [];
      expect(probability.length).toBe(truth.length);
      expect(scoresOf({ truth, probability }).auc, name).toBeGreaterThan(0.6);
    }
  });

  test("learn from no more windows than asked, drawn by the seed alone", async () => {
    const fewer = { ...context, settings: { ...context.settings, baselineRows: 100 } };
    const [one, other] = [await learnBaselines(fewer), await learnBaselines({ ...fewer, seed: 2 })];
    expect(one).toMatchObject({ learnt: 100, of: context.data.examples });
    expect(await learnBaselines(fewer)).toEqual(one);
    expect(other?.answers.test.logistic).not.toEqual(one?.answers.test.logistic);
  });

  test("are left out where every answer is the same", async () => {
    const flat = contextOf(table, "label=nextDayPositive", "minimumCases=1500");
    expect(truthOf(flat.data, "train", flat.settings).every((value) => value === 1)).toBe(true);
    expect(await learnBaselines(flat)).toBeUndefined();
  });

  test("are not trained when the settings leave them out, and the check that trains the same learners neither", async () => {
    const without = contextOf(table, "label=nextDayHigher", "learnedBaselines=false");
    expect(await learnBaselines(without)).toBeUndefined();
    expect(await checkLeak(without)).toBeUndefined();
    expect(await checkLeak(context)).toBeDefined();
  });

  test("stop when they are told to", async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(learnBaselines({ ...context, signal: controller.signal })).rejects.toThrow(/stopped while fitting/);
  });
});

test("the same weekday last week is the answer of a week ago, and persistence where there is none", () => {
  const { data, settings } = contextOf(table, "window=7", "label=nextDayHigher", "splitBy=country");
  const said = sameWeekdayOf(data, "test", settings);
  const persistent = persistenceOf(data, "test", settings);
  const { series, target } = data.parts.test;
  expect(Math.min(...target)).toBeLessThan(9);
  said.forEach((answer, i) => {
    const t = target[i] as number;
    const { increments = [] } = data.table.series[series[i] as number] ?? {};
    const before = t < 9 ? persistent[i] : Number(labelRules.nextDayHigher.increases(increments, t - 7));
    expect(answer).toBe(before);
  });
});

describe("the leak check", () => {
  test("asks both sides about the same windows of the test part, and learns from as many", async () => {
    const context = contextOf(table);
    const leak = await checkLeak(context);
    expect(leak?.windows).toBe(Math.ceil(context.data.parts.test.series.length / 2));
    expect(leak?.learnt).toBe(context.data.examples);
    expect(leak?.gain.auc.value).toBeCloseTo((leak?.random.auc ?? 0) - (leak?.honest.auc ?? 0), 12);
    expect(leak?.gain.mcc.value).toBeCloseTo((leak?.random.mcc ?? 0) - (leak?.honest.mcc ?? 0), 12);
    expect(await checkLeak(context)).toEqual(leak);
  });

  test("has an honest side where countries are split, and none where windows are", async () => {
    expect(await checkLeak(contextOf(table, "splitBy=country"))).toMatchObject({ learner: "trees" });
    expect(await checkLeak(contextOf(table, "splitBy=random"))).toBeUndefined();
  });
});

describe("the true R", () => {
  const { data, settings } = contextOf(undefined);

  test("is known of every embedded country on every day, and of no other table", () => {
    for (const { name } of data.table.series) {
      for (const day of [0, data.table.days - 1])
        expect(data.trueR?.(name, data.table.firstDay + day)).toBeGreaterThan(0);
    }
    const other = contextOf(table);
    expect(checkTrueR(other.data, other.settings, new Float64Array(0), undefined)).toBeUndefined();
  });

  test("is what a model is measured against: who knows it is always right, who says its inverse never", () => {
    const r = Float64Array.from(data.parts.test.series, (series, row) => {
      const target = data.parts.test.target[row] as number;
      return data.trueR?.(data.table.series[series]?.name ?? "", data.table.firstDay + target - 1) ?? Number.NaN;
    });
    const knowing = checkTrueR(
      data,
      settings,
      r.map((value) => value / (1 + value)),
      undefined,
    );
    expect(knowing?.model).toMatchObject({ accuracy: 1, auc: 1, mcc: 1 });
    expect(knowing?.model.rankCorrelation).toBeCloseTo(1, 9);
    expect(
      checkTrueR(
        data,
        settings,
        r.map((value) => 1 / (1 + value)),
        undefined,
      )?.model.auc,
    ).toBe(0);
    // R tells of the week to come, though not all: reports lag behind infections.
    expect(knowing?.oracle.auc).toBeGreaterThan(0.6);
    expect(knowing?.oracle.auc).toBeLessThan(1);
  });
});

describe("remarks", () => {
  const scores = {
    accuracy: 0.7,
    balancedAccuracy: 0.7,
    mcc: 0.4,
    f1: 0.7,
    auc: 0.8,
    brier: 0.2,
    loss: 0.5,
    ece: 0.02,
  };
  const interval = (low: number, high: number) => ({ value: (low + high) / 2, low, high });
  const of = (auc: [number, number], mcc: [number, number], windows = 50): string => {
    const test = {
      countries: 20,
      baselines: { trees: { scores, confusion: [] } },
      ahead: [{ of: "trees", auc: interval(...auc), mcc: interval(...mcc) }],
    } as unknown as TrendEvaluation["test"];
    return baselineRemarks({ test, learntBaselines: { windows, of: 100 } }, true).join("\n");
  };

  test("say ahead, behind or not shown, as the intervals do", () => {
    expect(of([0.01, 0.03], [-0.01, 0.02])).toMatch(
      /boosted trees \(AUC 0\.800, MCC 0\.400\): the network is ahead in AUC by 0\.020 .*; in MCC it is not shown which/,
    );
    expect(of([-0.03, -0.01], [0.01, 0.02])).toMatch(/behind in AUC by 0\.020 .*−0\.030 to −0\.010.*ahead in MCC/);
  });

  test("say how much the baselines learnt from", () => {
    expect(of([0, 0], [0, 0])).toMatch(/from 50 of the 100 windows .* may come from that alone/);
    expect(of([0, 0], [0, 0], 100)).toMatch(/from the same 100 windows/);
  });

  test("of few countries have no interval, and say nothing of who is ahead", () => {
    const none = { value: 0.02, low: null, high: null };
    const test = {
      countries: 3,
      baselines: { trees: { scores, confusion: [] } },
      ahead: [{ of: "trees", auc: none, mcc: { ...none, value: -0.01 } }],
    } as unknown as TrendEvaluation["test"];
    const text = baselineRemarks({ test, learntBaselines: { windows: 1, of: 1 } }, true).join("\n");
    expect(text).toMatch(/the network's AUC differs by \+0\.020; the network's MCC differs by −0\.010\./);
    expect(text).toMatch(/are of 3 countries\. Fewer than 10 cannot be resampled/);
    expect(text).not.toMatch(/is ahead in|is behind in|interval of the difference|not shown/);
  });

  test("say of the leak only what is shown", () => {
    const figures = { accuracy: 0.7, auc: 0.7, mcc: 0.3 };
    const leak = (low: number | null, high: number | null) =>
      checkRemarks({
        leak: {
          learner: "trees",
          learnt: 10,
          windows: 5,
          honest: figures,
          random: figures,
          gain: { auc: { value: 0, low, high }, mcc: interval(0, 0) },
        },
      }).join();
    expect(leak(0.01, 0.1)).toMatch(/^A random split would flatter:/);
    expect(leak(-0.01, 0.1)).toMatch(/is not shown here/);
    expect(leak(null, null)).toMatch(/^Too few countries to tell whether a random split would flatter:/);
  });
});
