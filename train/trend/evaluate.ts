/** Measures a `trend` network: after each epoch on the validation days, at the end on the test days. */
import type { Tensor2D } from "@tensorflow/tfjs-node";
import type { JsonObject } from "../../models/json.js";
import { isoDate } from "../../models/trend/dates.js";
import { labelRules } from "../../models/trend/labels.js";
import { latestOf } from "../../models/trend/latest.js";
import { trendNotice } from "../../models/trend/notice.js";
import { type Answers, confusion, type Scores, scoresOf } from "../../models/trend/scores.js";
import type { EvaluateContext, Finished, Forward } from "../recipe.js";
import { type Baselines, baselinesOf, truthOf } from "./baselines.js";
import { fitTemperature, sigmoid } from "./calibration.js";
import type { PartName, TrendData } from "./dataset.js";
import { logits } from "./network.js";
import { remarksOn } from "./remarks.js";
import type { TrendSettings } from "./settings.js";
import { weight } from "./weight.js";

type Context = EvaluateContext<TrendSettings, TrendData>;

/** Scores of the network and of what needs none, on one part. */
export interface Measured {
  readonly scores: Scores;
  readonly baselines: Baselines;
}

/** Figures of an epoch, on the validation days. */
export async function evaluateTrend(context: Context): Promise<Record<string, number>> {
  const answers = await answersOn(context, "validation", 1);
  return named("validation", {
    scores: scoresOf(answers),
    baselines: baselinesOf(context.data, "validation", context.settings),
  });
}

/** Fits the temperature on the validation days, then measures on the test days, which nothing has seen. */
export async function finishTrend(context: Context): Promise<Finished> {
  const { data, settings } = context;
  const validationLogits = await logitsOn(context, "validation");
  const validationTruth = truthOf(data, "validation", settings);
  const temperature = fitTemperature(validationLogits, validationTruth);
  const answers = {
    validation: answersAt(validationLogits, validationTruth, temperature),
    test: await answersOn(context, "test", temperature),
  };
  const measured = {
    validation: { scores: scoresOf(answers.validation), baselines: baselinesOf(data, "validation", settings) },
    test: { scores: scoresOf(answers.test), baselines: baselinesOf(data, "test", settings) },
  };
  return {
    fitted: { temperature, latest: latestOf(data.table, settings.window) },
    metrics: { ...named("test", measured.test), ...named("validation", measured.validation) },
    evaluation: describe(context, measured, answers, temperature),
    remarks: remarksOn(measured.test, data, settings),
  };
}

function describe(
  { data, settings }: Context,
  measured: Readonly<Record<"validation" | "test", Measured>>,
  answers: Readonly<Record<"validation" | "test", Answers>>,
  temperature: number,
): JsonObject {
  const date = (day: number): string => isoDate(data.table.firstDay + day);
  const part = (name: PartName): JsonObject => ({
    firstTarget: date(data.split[name].from),
    lastTarget: date(data.split[name].to),
    windows: data.parts[name].series.length,
  });
  return {
    formatVersion: 1,
    simulated: data.summary.simulated,
    notice: trendNotice(data.summary.simulated),
    label: settings.label,
    meaning: labelRules[settings.label].meaning,
    window: settings.window,
    selection: { rule: settings.selection, countries: data.selected.map((i) => data.table.series[i]?.name ?? "") },
    split: {
      by: "time",
      gap: data.split.gap,
      train: part("train"),
      validation: part("validation"),
      test: part("test"),
    },
    temperature,
    validation: { ...measured.validation.scores, baselines: { ...measured.validation.baselines } },
    test: {
      ...measured.test.scores,
      confusion: { ...confusion(answers.test) },
      baselines: { ...measured.test.baselines },
    },
  };
}

function named(part: string, { scores, baselines }: Measured): Record<string, number> {
  return Object.fromEntries(
    Object.entries({ ...scores, ...baselines }).map(([name, value]) => [`${part}.${name}`, value]),
  );
}

async function answersOn(context: Context, part: PartName, temperature: number): Promise<Answers> {
  return answersAt(await logitsOn(context, part), truthOf(context.data, part, context.settings), temperature);
}

function answersAt(values: ArrayLike<number>, truth: Uint8Array, temperature: number): Answers {
  return { truth, probability: Float64Array.from(values, (logit) => sigmoid(logit / temperature)) };
}

async function logitsOn(context: Context, part: PartName): Promise<ArrayLike<number>> {
  const { label: _, ...feeds } = context.data.examplesOf(part);
  const outputs = await context.run(logitsForward(context), feeds);
  return outputs.logit?.data ?? [];
}

/** One function for all evaluations with the same settings, so that it is recorded once. */
const forwards = new WeakMap<TrendSettings, Forward>();

function logitsForward({ tf, settings }: Context): Forward {
  const known = forwards.get(settings);
  if (known !== undefined) return known;
  const forward: Forward = (weights, inputs) => ({
    logit: logits(
      tf,
      settings,
      weights,
      weight<Tensor2D>(inputs, "increments"),
      weight<Tensor2D>(inputs, "start_weekday"),
    ),
  });
  forwards.set(settings, forward);
  return forward;
}
