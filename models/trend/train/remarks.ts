/** What the figures are worth, in words, for people who would otherwise read the accuracy alone. */
import type { TrendEvaluation } from "../evaluation/schema.js";
import { labelRules } from "../labels.js";
import { trendNotice } from "../notice.js";
import type { Scores } from "../scores.js";
import { accuracyRemark } from "./comparison/accuracy-remark.js";
import { baselineRemarks } from "./comparison/baseline-remarks.js";
import { checkRemarks } from "./comparison/check-remarks.js";
import type { TrendData } from "./dataset.js";
import type { Measured } from "./evaluate.js";
import type { TrendSettings } from "./settings.js";
import { splitRemarks } from "./split-remarks.js";

/** Below this, Matthews' coefficient is hardly more than chance. */
const WORTHLESS_MCC = 0.1;

/** Nobody forecasts epidemics this well. */
const TOO_GOOD = 0.95;

/** Sentences about the test figures, the baselines and the checks. */
export function remarksOn(
  measured: Measured,
  data: TrendData,
  settings: TrendSettings,
  evaluation: TrendEvaluation,
): string[] {
  return [
    trendNotice(data.summary.simulated),
    `Question: ${labelRules[settings.label].meaning}. Over the test days the answer is yes in ${percent(measured.baselines.baseRate)} of ${data.parts.test.series.length} windows.`,
    comparison(measured),
    ...byClass(measured),
    ...warnings(measured, data, settings, evaluation),
    ...baselineRemarks(evaluation, settings.learnedBaselines),
    ...checkRemarks(evaluation.checks),
  ];
}

function comparison({ scores, baselines }: Measured): string {
  return `Test accuracy ${percent(scores.accuracy)} (always the commoner answer: ${percent(baselines.majority)}; "it goes on as it went": ${percent(baselines.persistence)}); balanced accuracy ${percent(scores.balancedAccuracy)}, MCC ${scores.mcc.toFixed(3)} (persistence ${baselines.persistenceMcc.toFixed(3)}), AUC ${scores.auc.toFixed(3)}, Brier ${scores.brier.toFixed(3)}, calibration error ${scores.ece.toFixed(3)}.`;
}

function byClass({ classes }: Measured): string[] {
  if (classes === undefined) return [];
  const { names, model, baselines } = classes;
  return [
    `Of the ${names.length} classes (${names.join(", ")}) the very one was said in ${percent(model.accuracy)} (always the commonest: ${percent(baselines.majority.accuracy)}; the last week's again: ${percent(baselines.persistence.accuracy)}), MCC ${model.mcc.toFixed(3)} (the last week's again ${baselines.persistence.mcc.toFixed(3)}).`,
  ];
}

function warnings(
  { scores, baselines }: Measured,
  data: TrendData,
  settings: TrendSettings,
  evaluation: TrendEvaluation,
): string[] {
  const found: string[] = [];
  if (scores.accuracy <= baselines.majority) {
    found.push(
      `The accuracy of ${percent(scores.accuracy)} is worth nothing: always the same answer is right in ${percent(baselines.majority)}. ${learnt(scores)}`,
    );
  } else {
    found.push(accuracyRemark(evaluation));
  }
  if (scores.accuracy > TOO_GOOD && baselines.majority < TOO_GOOD) {
    found.push("An accuracy this high on epidemics is a sign of a leak: do not believe it before you have found why.");
  }
  found.push(...splitRemarks(data, settings));
  return found;
}

function learnt({ mcc, auc }: Scores): string {
  return mcc < WORTHLESS_MCC
    ? "The network has learnt little more than to give it."
    : `What the network has learnt shows in its MCC (${mcc.toFixed(3)}) and AUC (${auc.toFixed(3)}) alone.`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
