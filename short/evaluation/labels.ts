/** The evaluation of labels. */
import type { Json } from "../../core/json.js";
import { beside, intervalText } from "./beside.js";
import { bootstrap } from "./bootstrap.js";
import {
  type ClassAnswers,
  calibrationError,
  classScores,
  confidenceBins,
  confusion,
  labelScores,
  rocOf,
  told,
} from "./class-scores.js";
import { classContenders } from "./contenders.js";
import type { OutputEvaluation, OutputInput } from "./evaluate.js";
import { verdict } from "./verdict.js";
import { worstRows } from "./worst.js";

/** Figures, baselines with intervals, each label for itself, calibration, the worst errors. */
export async function evaluateLabels({
  name,
  validation,
  test,
  tables,
  trainingTruth,
  input,
}: OutputInput): Promise<OutputEvaluation> {
  const labels = test.labels ?? [];
  const { facts, dataset, seed, signal } = input;
  const answers: ClassAnswers = { answer: test.answer, truth: test.truth, labels };
  const rows = { validation: validation.rows, test: test.rows };
  const contenders = await classContenders(facts.classCounts[name] ?? [], rows, tables, trainingTruth, {
    seed,
    signal,
  });
  const judging = { rows: test.rows, seed, figures: classScores, by: "accuracy" } as const;
  const { scores, intervals } = beside(answers, contenders, judging);
  const best = contenders.reduce<{ name: string; title: string; accuracy: number } | undefined>(
    (before, { name: one }) => {
      const found = scores.find((score) => score.name === one);
      return found !== undefined && found.accuracy > (before?.accuracy ?? -1) ? found : before;
    },
    undefined,
  );
  const ahead = bootstrap(
    test.rows,
    (weights) => {
      const other = scores.find((one) => one.name === best?.name)?.answers ?? answers;
      return { difference: classScores(answers, weights).accuracy - classScores(other, weights).accuracy };
    },
    seed,
  ).difference;
  const bins = confidenceBins(answers);
  const perLabel = labelScores(answers);
  const worst = await worstRows(dataset, name, rowLoss(answers), (row) => ({
    truth: labels[test.truth[row] ?? -1] ?? "?",
    answer: labels[told(test.answer, row, labels.length)] ?? "?",
    probability: round(test.answer[row * labels.length + told(test.answer, row, labels.length)] ?? 0),
  }));
  const { accuracy, balancedAccuracy, logLoss, brier } = classScores(answers);
  const figures = {
    accuracy,
    balancedAccuracy,
    logLoss,
    brier,
    calibrationError: calibrationError(bins),
    ...Object.fromEntries(scores.slice(1).map((one) => [one.name, one.accuracy])),
  };
  const columns = ["answers by", "accuracy", "95 % interval", "balanced", "log loss"];
  const table = scores.map((one) => [
    one.title,
    round(one.accuracy),
    intervalText(intervals[one.name], round),
    round(one.balancedAccuracy),
    round(one.logLoss),
  ]);
  return {
    json: {
      kind: "labels",
      labels: [...labels],
      contenders: scores.map(
        ({ name: one, title, accuracy: a, balancedAccuracy: b, logLoss: l, brier: q }): Json => ({
          name: one,
          title,
          accuracy: a,
          balancedAccuracy: b,
          logLoss: l,
          brier: q,
          interval: { ...(intervals[one] ?? { estimate: a, low: null, high: null }) },
        }),
      ),
      aheadOfBest: { ...ahead, best: best?.name ?? null },
      labelScores: perLabel.map((one): Json => ({ ...one })),
      confusion: confusion(answers),
      calibration: bins.map((one): Json => ({ ...one, interval: one.interval === null ? null : [...one.interval] })),
      roc: Object.fromEntries(labels.map((label, i) => [label, rocOf(answers, i)])),
      worst,
    },
    figures,
    columns,
    rows: table,
    tables: [
      { title: `${name}: beside its baselines, on the test part`, columns, rows: table },
      {
        title: `${name}: each label`,
        columns: ["label", "rows", "precision", "recall", "F1", "AUC"],
        rows: perLabel.map((one) => [
          one.label,
          one.rows,
          orNull(one.precision),
          orNull(one.recall),
          orNull(one.f1),
          orNull(one.auc),
        ]),
      },
      worstTable(name, worst),
    ],
    remarks: [verdict(name, "accuracy", best?.title, ahead, test.rows)],
  };
}

/** The table of a report. */
export function worstTable(name: string, worst: Awaited<ReturnType<typeof worstRows>>) {
  return {
    title: `${name}: the worst errors`,
    columns: ["row", "true", "told", "what it holds"],
    rows: worst.map(({ place, truth, answer, values }) => [
      place,
      String(truth),
      String(answer),
      Object.entries(values)
        .map(([key, value]) => `${key} ${value}`)
        .join(", "),
    ]),
  };
}

function rowLoss({ answer, truth, labels }: ClassAnswers): Float64Array {
  return Float64Array.from({ length: truth.length }, (_, row) => {
    const label = truth[row] ?? -1;
    return label < 0 ? Number.NEGATIVE_INFINITY : -Math.log(Math.max(1e-15, answer[row * labels.length + label] ?? 0));
  });
}

function round(value: number): number {
  return Number(value.toFixed(4));
}

function orNull(value: number | null): number | null {
  return value === null ? null : round(value);
}
