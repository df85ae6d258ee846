/** Everything about a `trend` training that can be set, and the three presets. */

import type { IdleSettings, Preset } from "kilnjs/train";
import { commonSettings, learnedBaselinesSetting } from "kilnjs/train";
import { z } from "zod";
import { trendContractConfig } from "../contract.js";
import { selectionNames } from "../selection.js";
import { splitNames } from "./parts.js";
import { readSettings } from "./read-settings.js";

/** Settings of `trend`: each is a key of `--set`. */
export const trendSettings = z.strictObject({
  ...commonSettings,
  window: trendContractConfig.shape.window.default(28).describe("days that the network reads, 7 to 56"),
  label: trendContractConfig.shape.label
    .default("weekly")
    .describe("what increase means: nextDayPositive, nextDayHigher, weekly, or weekly5 (five classes)"),
  ...readSettings,
  days: z.int().min(0).default(0).describe("date columns of the table to use, from the first; 0 = all"),
  selection: z
    .enum(selectionNames)
    .default("all")
    .describe("countries to learn from: all, report (correlated increments), growth (correlated weekly growth)"),
  selectionThreshold: z
    .number()
    .min(-1)
    .max(1)
    .default(0)
    .describe("for selection=report and growth: correlation above which two countries go together; 0 = 0.55 and 0.4"),
  selectionCount: z
    .int()
    .min(0)
    .default(0)
    .describe(
      "for selection=report and growth: a country is kept that goes together with more than so many; 0 = 40 and 20",
    ),
  minimumCases: z.int().min(0).default(0).describe("cases that a window must hold to be an example"),
  splitBy: z
    .enum(splitNames)
    .default("time")
    .describe("what parts training and test: time, country, both, or random (which leaks: only to show that it does)"),
  trainShare: z
    .number()
    .min(0.1)
    .max(0.9)
    .default(0.6)
    .describe("share of the days, countries or windows to learn from"),
  validationShare: z.number().min(0.05).max(0.5).default(0.15).describe("share to tune on; the rest is test"),
  gap: z.int().min(0).default(0).describe("days between two parts; 0 = window + horizon, so that no day is in both"),
  shuffleLabels: z
    .boolean()
    .default(false)
    .describe("whether training examples get each other's answers: a check, for nothing can be learnt from them"),
  ...learnedBaselinesSetting,
  baselineRows: z
    .int()
    .min(0)
    .default(50_000)
    .describe("training windows that logistic regression and boosted trees learn from, to be compared with; 0 = all"),
  features: z
    .enum(["signedLog", "comparisons", "minMax"])
    .default("signedLog")
    .describe(
      "what the graph makes of a window: signedLog, comparisons (days against days), or minMax (scaled to 0 to 1)",
    ),
  cell: z.enum(["simpleRNN", "gru", "lstm"]).default("gru").describe("the recurrent cell: simpleRNN, gru or lstm"),
  units: z.int().min(1).max(1024).default(32).describe("size of the recurrent state"),
  headUnits: z
    .int()
    .min(0)
    .max(1024)
    .default(0)
    .describe("size of a hidden layer between the state and the answer; 0 = none"),
  wide: z.boolean().default(false).describe("whether the head reads the window's features beside the recurrent state"),
  dropout: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.2)
    .describe("share of the last state, and of the hidden layer, that is dropped in training"),
  weightDecay: z.number().min(0).default(0).describe("share of each weight that goes a step, times the rate (AdamW)"),
  rateFloor: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe("share of the rate that is left at the end, after a cosine from the start; 1 = it stays"),
  gradientNorm: z.number().min(0).default(1).describe("gradients longer than this are shortened to it; 0 = never"),
});

export type TrendSettings = z.infer<typeof trendSettings>;

/** Settings without an effect beside these others. */
export function idleTrend({ selection }: TrendSettings): IdleSettings<TrendSettings> {
  if (selection !== "all") return {};
  const reason = "selection=all asks for nothing; report and growth have a rule";
  return { selectionThreshold: reason, selectionCount: reason };
}

/** Presets by name. */
export const trendPresets: Readonly<Record<"demo" | "report" | "best", Preset<TrendSettings>>> = {
  demo: {
    summary: "a plain network, trained briefly: well under a minute on two cores",
    values: { epochs: 8, batchSize: 256, learningRate: 4e-3, epochSteps: 60, threads: 1 },
  },
  report: {
    summary:
      "a plain small network, as in the course report that Kiln began with: simple RNN, 7 days, will the next day have a case?",
    values: {
      window: 7,
      label: "nextDayPositive",
      days: 400,
      selection: "report",
      features: "minMax",
      cell: "simpleRNN",
      dropout: 0,
      gradientNorm: 0,
      batchSize: 20,
      learningRate: 1e-4,
      epochs: 5,
    },
  },
  best: {
    summary: "what was found to work: 28 days, GRU, days compared with days, rate lowered on plateaus, early stopping",
    values: {
      features: "comparisons",
      units: 16,
      headUnits: 96,
      wide: true,
      dropout: 0.3,
      weightDecay: 0.1,
      epochs: 60,
      batchSize: 256,
      learningRate: 2e-3,
      plateauPatience: 3,
      plateauFactor: 0.5,
      stopPatience: 10,
    },
  },
};
