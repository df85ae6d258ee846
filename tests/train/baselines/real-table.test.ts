/** The baselines in the protocol that their peers' figures were measured in: see docs/trend-evaluation.md. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type LabelName, labelRules } from "../../../models/trend/labels.js";
import { scoresOf } from "../../../models/trend/scores.js";
import { reportRule, selectByIncrements } from "../../../models/trend/selection.js";
import { firstDays } from "../../../models/trend/table/case-table.js";
import { readCaseTable } from "../../../models/trend/table/read-table.js";
import { sameWeekdayLastWeek } from "../../../models/trend/train/baselines/same-weekday.js";
import { windowFeatures } from "../../../models/trend/train/baselines/window-features.js";
import { fitGradientBoosting } from "../../../train/baselines/gradient-boosting/gradient-boosting.js";
import { fitLogistic } from "../../../train/baselines/logistic.js";
import type { FeatureMatrix } from "../../../train/baselines/matrix.js";

const covid = new URL("../../../../shared/data/covid/time_series_covid19_confirmed_global.csv", import.meta.url);

/** 400 increments, the report's 56 countries, learnt before day 280, tested from day 294 on. */
const DAYS = 400;
const LEARN_BEFORE = 280;
const TEST_FROM = 294;

interface Part {
  readonly features: FeatureMatrix;
  readonly truth: number[];
  readonly weekAgo: number[];
}

function partsOf(window: number, label: LabelName): { train: Part; test: Part } {
  const table = firstDays(readCaseTable(readFileSync(covid), "covid.csv"), DAYS);
  const series = table.series.map(({ increments }) => increments);
  const rule = labelRules[label];
  const part = (from: number, to: number): Part => {
    const [values, truth, weekAgo]: [number[], number[], number[]] = [[], [], []];
    for (const country of selectByIncrements(series, reportRule)) {
      const increments = series[country] ?? new Float64Array();
      for (let target = from; target < to; target++) {
        values.push(...increments.subarray(target - window, target));
        truth.push(rule.increases(increments, target) ? 1 : 0);
        if (from > window) weekAgo.push(sameWeekdayLastWeek(rule, increments, target) ? 1 : 0);
      }
    }
    return { features: windowFeatures(values, window), truth, weekAgo };
  };
  return { train: part(window, LEARN_BEFORE), test: part(TEST_FROM, DAYS - rule.horizon + 1) };
}

describe.skipIf(!existsSync(covid))("on the real table (needs ../shared/data)", () => {
  test("logistic regression and the rule of thumb score what scikit-learn's do, at L = 14", () => {
    const { train, test: held } = partsOf(14, "nextDayHigher");
    expect([train.truth.length, held.truth.length]).toEqual([14_896, 5936]);
    const scores = scoresOf({
      truth: held.truth,
      probability: fitLogistic(train.features, train.truth).predict(held.features),
    });
    expect(scores.auc).toBeCloseTo(0.773, 3);
    expect(scores.mcc).toBeCloseTo(0.359, 3);
    const right = held.weekAgo.filter((said, i) => said === held.truth[i]).length;
    expect(right / held.truth.length).toBeCloseTo(0.682, 3);
  });

  test("boosted trees score what scikit-learn's do, within the spread of their seeds, at L = 7", async () => {
    const { train, test: held } = partsOf(7, "nextDayHigher");
    const model = await fitGradientBoosting(train.features, train.truth, { seed: 1 });
    const scores = scoresOf({ truth: held.truth, probability: model.predict(held.features) });
    expect(Math.abs(scores.auc - 0.754)).toBeLessThan(0.01);
    expect(Math.abs(scores.mcc - 0.343)).toBeLessThan(0.025);
  });
});
