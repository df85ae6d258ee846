/** What was said against what happened on the test days: counts, ranking, calibration. */
import { confusionMatrix, type RocSeries, reliabilityChart, rocChart } from "kilnjs/charts";
import type { TrendEvaluation } from "../evaluation/schema.js";
import { baselineTitles, MODEL_NAME } from "./contenders.js";
import { framed, question, testPart } from "./input.js";

/** Counts of answers by what happened; of the very classes where there are more than two. */
export function confusionPicture(evaluation: TrendEvaluation): string {
  const { model, classes } = evaluation.test;
  const { accuracy, balancedAccuracy, mcc } = classes?.model ?? model.scores;
  const asked = classes === undefined ? question(evaluation) : "Which way, and how far, the next week goes";
  return confusionMatrix({
    ...framed(evaluation, "What was said, and what happened", testPart(evaluation), [
      `${asked}.`,
      `Accuracy ${share(accuracy)}, balanced accuracy ${share(balancedAccuracy)}, MCC ${mcc.toFixed(3)}. Shares are of a row.`,
    ]),
    classes: classes?.names ?? evaluation.classes,
    counts: classes?.model.confusion ?? model.confusion,
  });
}

/** ROC curves of the model and of the baselines, or null with more than two classes. */
export function rocPicture(evaluation: TrendEvaluation): string | null {
  const { model, baselines, intervals } = evaluation.test;
  const { auc } = intervals;
  if (model.roc === undefined) return null;
  const names = ["trees", "logistic", "persistence", "sameWeekday"] as const;
  const others = names.flatMap((name) => {
    const baseline = baselines[name];
    return baseline?.roc === undefined ? [] : [curve(baselineTitles[name], baseline.roc, baseline.scores.auc)];
  });
  const range = auc === undefined || auc.low === null || auc.high === null ? null : ([auc.low, auc.high] as const);
  const asked = `${question(evaluation)}.`;
  return rocChart({
    ...framed(evaluation, "Increases found, and false alarms", testPart(evaluation), [
      range === null ? asked : `${asked} In brackets: 95 %, countries resampled.`,
    ]),
    series: [
      { ...curve(MODEL_NAME, model.roc, model.scores.auc), ...(range === null ? {} : { interval: range }) },
      ...others,
    ],
    width: 600,
  });
}

/** Said against happened, in ten bins, or null with more than two classes. */
export function reliabilityPicture(evaluation: TrendEvaluation): string | null {
  const { model, baselines } = evaluation.test;
  if (model.reliability === undefined) return null;
  const trees = baselines.trees?.reliability;
  return reliabilityChart({
    ...framed(evaluation, "Does what is called 70 % happen seven times in ten?", testPart(evaluation), [
      `Calibration error ${model.scores.ece.toFixed(3)} (${evaluation.test.eceUncalibrated.toFixed(3)} before calibration), temperature ${evaluation.temperature.toFixed(2)}.`,
      "Bars on the marks: 95 % of a share, windows taken as independent; they overlap, so the true ones are wider.",
    ]),
    series: [
      { name: MODEL_NAME, bins: model.reliability },
      ...(trees === undefined ? [] : [{ name: baselineTitles.trees, bins: trees }]),
    ],
  });
}

function curve(name: string, corners: readonly (readonly number[])[], auc = Number.NaN): RocSeries {
  const points = corners.map(([falsePositiveRate = 0, truePositiveRate = 0]) => ({
    falsePositiveRate,
    truePositiveRate,
  }));
  return { name, points, auc };
}

function share(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}
