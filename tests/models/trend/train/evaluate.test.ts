/** Data, baselines, calibration and remarks of `trend`. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Random } from "../../../../core/random.js";
import { silentReporter } from "../../../../core/reporter.js";
import type { Tensors } from "../../../../core/tensor.js";
import type { TrendEvaluation } from "../../../../models/trend/evaluation/schema.js";
import { labelRules } from "../../../../models/trend/labels.js";
import { scoresOf } from "../../../../models/trend/scores.js";
import { baselinesOf, truthOf } from "../../../../models/trend/train/baselines.js";
import { fitTemperature, sigmoid } from "../../../../models/trend/train/calibration.js";
import { accuracyRemark } from "../../../../models/trend/train/comparison/accuracy-remark.js";
import { prepareTrend, type TrendData } from "../../../../models/trend/train/dataset.js";
import { remarksOn } from "../../../../models/trend/train/remarks.js";
import type { TrendSettings } from "../../../../models/trend/train/settings.js";
import { describeData, writeData } from "../../../../train/data.js";
import { resolveSettings } from "../../../../train/settings.js";
import { recipes } from "../../../fixtures/models.js";
import { smallTable } from "../../../train/fixtures/table.js";

const folder = mkdtempSync(join(tmpdir(), "kiln-trend-"));
const table = join(folder, "table.csv");
writeFileSync(table, smallTable(10, 150));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function prepare(set: string[] = [], data: string | undefined = table): { data: TrendData; settings: TrendSettings } {
  const settings = resolveSettings(recipes.trend, "demo", set).settings as TrendSettings;
  const context = { settings, seed: 1, data, cache: folder, reporter: silentReporter, signal: undefined };
  return { data: prepareTrend(context), settings };
}

describe("examples", () => {
  test("are windows of their series, with the weekday of their first day and the label of their rule", () => {
    const { data } = prepare(["window=14", "label=weekly"]);
    const { increments, start_weekday, label } = data.batch(Uint32Array.of(0, 7, 300)) as Tensors;
    expect(increments?.dims).toEqual([3, 14]);
    [0, 7, 300].forEach((example, row) => {
      const series = data.table.series[data.parts.train.series[example] ?? -1];
      const target = data.parts.train.target[example] ?? -1;
      const values = [...(series?.increments.subarray(target - 14, target) ?? [])];
      expect([...Array.from(increments?.data ?? []).slice(row * 14, row * 14 + 14)]).toEqual(values);
      const truth = labelRules.weekly.increases(series?.increments ?? [], target);
      expect(label?.data[row]).toBe(truth ? 1 : 0);
      const date = new Date((data.table.firstDay + target - 14) * 86_400_000);
      expect(start_weekday?.data[row]).toBe((date.getUTCDay() + 6) % 7);
    });
  });

  test("growth selects by the training days alone: other test days select the same countries", () => {
    const text = readFileSync(table, "utf8").split("\n");
    const changed = join(folder, "changed.csv");
    const { data } = prepare(["selection=growth", "selectionCount=3", "selectionThreshold=0.4", "window=7"]);
    // From the first validation label on, every total is replaced.
    const from = data.split.validation.from + 1;
    const rows = text.map((line, i) => {
      const cells = line.split(",");
      return i === 0
        ? line
        : cells.map((cell, k) => (k > from ? String(Number(cells[from]) + k * k * i) : cell)).join(",");
    });
    writeFileSync(changed, rows.join("\n"));
    const set = ["selection=growth", "selectionCount=3", "selectionThreshold=0.4", "window=7"];
    expect(prepare(set, changed).data.selected).toEqual(data.selected);
    expect(data.selected.length).toBeGreaterThan(0);
    expect(data.selected.length).toBeLessThan(10);
  });

  test("days counts date columns, as the report's 400 did", () => {
    expect(prepare(["days=100", "window=7"]).data.table.days).toBe(99);
    expect(prepare(["days=0"]).data.table.days).toBe(149);
  });

  test("with too few cases are left out", () => {
    const all = prepare(["window=7"]).data.examples;
    const fewer = prepare(["window=7", "minimumCases=1500"]).data;
    expect(fewer.examples).toBeLessThan(all);
    const feeds = fewer.examplesOf("train").increments;
    for (let row = 0; row < fewer.examples; row++) {
      const sum = Array.from(feeds?.data ?? [])
        .slice(row * 7, row * 7 + 7)
        .reduce((a, b) => a + b, 0);
      expect(sum).toBeGreaterThanOrEqual(1500);
    }
  });
});

describe("baselines", () => {
  test("are those of always the same answer and of going on", () => {
    const { data, settings } = prepare(["window=7", "label=nextDayHigher"]);
    const truth = truthOf(data, "test", settings);
    const { baseRate, majority, persistence } = baselinesOf(data, "test", settings);
    const rate = truth.reduce((a, b) => a + b, 0) / truth.length;
    expect(baseRate).toBeCloseTo(rate, 12);
    expect(majority).toBeCloseTo(Math.max(rate, 1 - rate), 12);
    const { series, target } = data.parts.test;
    let agree = 0;
    truth.forEach((answer, i) => {
      const { increments = [] } = data.table.series[series[i] ?? -1] ?? {};
      const t = target[i] ?? -1;
      if (Number(increments[t - 1]) > Number(increments[t - 2]) === (answer === 1)) agree += 1;
    });
    expect(persistence).toBeCloseTo(agree / truth.length, 12);
  });
});

describe("calibration", () => {
  test.each([0.5, 1, 3])("finds the temperature %f that the log odds were multiplied by", (temperature) => {
    const random = Random.seeded(1, "calibration");
    const logits = Array.from({ length: 40_000 }, () => 1.5 * random.normal());
    const truth = logits.map((logit) => (random.uniform() < sigmoid(logit) ? 1 : 0));
    const fitted = fitTemperature(
      logits.map((logit) => logit * temperature),
      truth,
    );
    expect(fitted / temperature).toBeGreaterThan(0.95);
    expect(fitted / temperature).toBeLessThan(1.05);
    const probability = logits.map((logit) => sigmoid((logit * temperature) / fitted));
    expect(scoresOf({ truth, probability }).ece).toBeLessThan(0.01);
  });

  test("stays finite where everything is right, or wrong", () => {
    expect(fitTemperature([5, -5, 8], [1, 0, 1])).toBeLessThan(0.2);
    expect(fitTemperature([5, -5, 8], [0, 1, 0])).toBeGreaterThan(19);
  });
});

/** The part of an evaluation that tells accuracies; all differences have one interval. */
function accuracies(
  model: number,
  others: Readonly<Record<string, number>>,
  low: number | null = null,
  high: number | null = null,
): TrendEvaluation["test"] {
  const of = (accuracy: number) => ({ scores: { accuracy }, confusion: [] });
  return {
    model: of(model),
    baselines: Object.fromEntries(Object.entries(others).map(([name, value]) => [name, of(value)])),
    ahead: Object.entries(others).map(([name, value]) => ({ of: name, accuracy: { value: model - value, low, high } })),
  } as unknown as TrendEvaluation["test"];
}

describe("remarks", () => {
  const scores = { accuracy: 0.9, balancedAccuracy: 0.5, mcc: 0, auc: 0.5, brier: 0.1, loss: 0.3, ece: 0, f1: 0 };
  const baselines = { baseRate: 0.9, majority: 0.9, persistence: 0.88, persistenceMcc: 0.1 };
  const evaluation = { test: { ...accuracies(0.9, { majority: 0.9 }), countries: 20 }, checks: {} } as TrendEvaluation;

  test("say that an accuracy that the commoner answer has too is worth nothing", () => {
    const { data, settings } = prepare(["label=nextDayPositive"]);
    const text = remarksOn({ scores, baselines }, data, settings, evaluation).join("\n");
    expect(text).toMatch(/answer is yes in 90\.0 %/);
    expect(text).toMatch(/The accuracy of 90\.0 % is worth nothing/);
  });

  test("call an accuracy beyond belief a sign of a leak", () => {
    const { data, settings } = prepare();
    const fair = { ...baselines, baseRate: 0.4, majority: 0.6, persistence: 0.65 };
    const leak = { ...scores, accuracy: 0.97, mcc: 0.4 };
    expect(remarksOn({ scores: leak, baselines: fair }, data, settings, evaluation).join("\n")).toMatch(
      /sign of a leak/,
    );
  });

  test("compare the accuracy with the best of all baselines, by the interval of the difference", () => {
    const said = (accuracy: number, trees: number, low: number | null, high: number | null) =>
      accuracyRemark({
        test: accuracies(accuracy, { majority: 0.58, persistence: 0.59, logistic: 0.64, trees }, low, high),
      });
    expect(said(0.6436, 0.6453, -0.006, 0.003)).toBe(
      "In accuracy it is not shown whether the network (64.4 %) is better than the best of the 4 baselines, boosted trees (64.5 %); 95 % interval of the difference −0.6 to +0.3.",
    );
    expect(said(0.7, 0.65, 0.02, 0.08)).toBe(
      "In accuracy the network (70.0 %) is 5.0 points ahead of the best of the 4 baselines, boosted trees (65.0 %); 95 % interval of the difference +2.0 to +8.0.",
    );
    expect(said(0.6, 0.65, -0.08, -0.02)).toMatch(/is 5\.0 points behind the best of the 4 baselines, boosted trees/);
    expect(said(0.7, 0.5, 0.02, 0.08)).toMatch(/ahead of the best of the 4 baselines, logistic regression \(64\.0 %\)/);
    expect(said(0.7, 0.65, null, null)).toBe(
      "The accuracy of the network (70.0 %) is 5.0 points above that of the best of the 4 baselines, boosted trees (65.0 %).",
    );
  });

  test("say that a short gap or the report's selection lets the test be seen", () => {
    const { data, settings } = prepare(["gap=3", "selection=all"]);
    const text = remarksOn({ scores, baselines }, data, { ...settings, selection: "report" }, evaluation).join("\n");
    expect(text).toMatch(/gap is shorter/);
    expect(text).toMatch(/selection=report\) over all days/);
  });
});

describe("kiln data", () => {
  test("tells of the embedded data that they are simulated, and writes them so that they stay so", async () => {
    const report = await describeData(recipes.trend, {}, silentReporter);
    expect(report.summary.simulated).toBe(true);
    expect(report.rows.length).toBe(report.summary.counts.countries);
    expect(report.notes.join()).toMatch(/simulated/);
    const files = await writeData(recipes.trend, { out: join(folder, "out"), seed: 1 }, silentReporter);
    expect(readdirSync(join(folder, "out")).length).toBe(2);
    const again = await describeData(recipes.trend, { data: files[0] ?? "" }, silentReporter);
    expect(again.summary).toMatchObject({ simulated: true, sha256: report.summary.sha256 });
  });

  test("tells of a table what was corrected", async () => {
    const odd = join(folder, "odd.csv");
    writeFileSync(
      odd,
      "Country/Region,1/1/20,1/2/20,1/3/20,1/4/20\nFrance,1,,9,7\nAtlantis,1,2,3,4\nWorld,2,4,12,11\n",
    );
    const { warnings, notes, json, rows } = await describeData(recipes.trend, { data: odd }, silentReporter);
    expect(warnings.join("\n")).toMatch(/no case is counted on those days: France 1/);
    expect(warnings.join("\n")).toMatch(/1 negative increments.*France on 2020-01-04: -2/);
    expect(warnings.join("\n")).toMatch(/no list of countries.*Atlantis/);
    expect(notes.join("\n")).toMatch(/Left out, being sums: World/);
    expect(rows).toEqual([
      ["France", "FR", 6, 1, 1, 1, 0, 0, 0, 1],
      ["Atlantis", null, 3, 0, 0, 0, 0, 0, 0, 1],
    ]);
    expect(json).toMatchObject({ firstDay: "2020-01-02", days: 3 });
  });
});
