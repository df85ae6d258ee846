/** Loss and accuracy over the epochs, with what needs no network as horizontal lines: a curve alone says nothing. */
import { type LineSeries, lineChart, percent, type ReferenceLine } from "kilnjs/charts";
import type { TrendEvaluation } from "../evaluation/schema.js";
import { baselineTitles } from "./contenders.js";
import { framed, type PicturesInput, question } from "./input.js";

type Figure = "loss" | "accuracy";

/** The mean log loss after each epoch, or null without two epochs. */
export function lossPicture(input: PicturesInput): string | null {
  const { baseRate, classes } = input.evaluation.validation;
  const guess = -(classes?.baseRate ?? baseRate).reduce(
    (sum, share) => sum + (share === 0 ? 0 : share * Math.log(share)),
    0,
  );
  return curves(input, "loss", "Loss by epoch", "log loss", [
    { name: "always the base rate", value: guess },
    // With more classes the loss that is learnt from is theirs, and no baseline answers by class with probabilities.
    ...(classes === undefined ? references(input.evaluation, "loss", ["logistic", "trees"]) : []),
  ]);
}

/** The share of right answers after each epoch, or null without two epochs. */
export function accuracyPicture(input: PicturesInput): string | null {
  const names = ["majority", "persistence", "sameWeekday", "logistic", "trees"] as const;
  return curves(
    input,
    "accuracy",
    "Accuracy by epoch",
    "right answers",
    references(input.evaluation, "accuracy", names),
  );
}

function curves(
  { evaluation, epochs }: PicturesInput,
  figure: Figure,
  title: string,
  label: string,
  lines: readonly ReferenceLine[],
): string | null {
  if (epochs.length < 2) return null;
  const series = (["training", "validation"] as const).map((part): LineSeries => {
    const points = epochs.map(
      (epoch) => [epoch.epoch ?? Number.NaN, epoch[`${part}.${figure}`] ?? Number.NaN] as const,
    );
    return { name: part, points, dots: epochs.length <= 12 };
  });
  const best = bestEpoch(epochs);
  return lineChart({
    ...framed(evaluation, title, question(evaluation), [
      "Training: mean over the epoch, with dropout. Dotted lines: baselines, on the validation days.",
      "Vertical line: the epoch whose weights are kept, that with the least validation loss.",
    ]),
    x: { label: "epoch", whole: true },
    y: { label, ...(figure === "accuracy" ? { format: percent } : {}) },
    series,
    references: lines,
    markers: best === null ? [] : [{ name: `kept: epoch ${best}`, x: best }],
  });
}

function references(
  { validation }: TrendEvaluation,
  figure: Figure,
  names: readonly (keyof typeof baselineTitles)[],
): ReferenceLine[] {
  return names.flatMap((name) => {
    const value = validation.baselines[name]?.scores[figure];
    return value === undefined ? [] : [{ name: baselineTitles[name], value }];
  });
}

function bestEpoch(epochs: PicturesInput["epochs"]): number | null {
  let best: Readonly<Record<string, number>> | null = null;
  for (const epoch of epochs) {
    const loss = epoch["validation.loss"];
    if (loss !== undefined && (best === null || loss < (best["validation.loss"] ?? Number.NaN))) best = epoch;
  }
  return best?.epoch ?? null;
}
