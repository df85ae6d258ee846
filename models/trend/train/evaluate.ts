/** Measures a `trend` network: after each epoch on the validation days, at the end on the test days. */
import type { Tensor2D } from "@tensorflow/tfjs-node";
import type { JsonObject } from "kilnjs";
import { makeTensor } from "kilnjs";
import type { EvaluateContext, Finished, Forward } from "kilnjs/train";
import { overfittingRemarks } from "kilnjs/train";
import { countryOf } from "../countries/country.js";
import { isoDate, weekday } from "../dates.js";
import type { Checks } from "../evaluation/checks-schema.js";
import type { ClassesPart } from "../evaluation/schema.js";
import { skillTables } from "../evaluation/skill-tables.js";
import { lastWindows } from "../last-windows.js";
import { latestOf } from "../latest.js";
import { hasNoCase } from "../no-cases.js";
import { type Scores, scoresOf } from "../scores.js";
import { type Baselines, baselinesOf, classesOf, truthOf } from "./baselines.js";
import { fitTemperature } from "./calibration.js";
import { baselineFigures } from "./comparison/baseline-figures.js";
import { checkLeak } from "./comparison/leak-check.js";
import { type LearnedBaselines, learnBaselines } from "./comparison/learned-baselines.js";
import { lossOfRows } from "./comparison/training-loss.js";
import { checkTrueR } from "./comparison/true-r-check.js";
import type { TrendData } from "./dataset.js";
import { classAnswers, describeEvaluation, type Evaluated, type PartAnswers } from "./describe-evaluation.js";
import { logits, outputsOf } from "./network.js";
import type { PartName } from "./parts.js";
import { classProbabilities, increaseProbabilities } from "./probabilities.js";
import { remarksOn } from "./remarks.js";
import type { TrendSettings } from "./settings.js";
import { weight } from "./weight.js";

type Context = EvaluateContext<TrendSettings, TrendData>;

/** Scores of the network and of what needs none, on one part. */
export interface Measured {
  readonly scores: Scores;
  readonly baselines: Baselines;
  /** Of the very class, where there are more than two; `loss` above is then that of the classes, which is learnt from. */
  readonly classes?: ClassesPart;
}

/** Figures of an epoch, on the validation days. */
export async function evaluateTrend(context: Context): Promise<Record<string, number>> {
  const { data, settings } = context;
  const answers = bothOf(await logitsOn(context, "validation"), outputsOf(settings), 1);
  return named("validation", measure(data, settings, "validation", answers));
}

/** Fits the temperature on the validation days, then measures on the test days, which nothing has seen. */
export async function finishTrend(context: Context): Promise<Finished> {
  const { data, settings } = context;
  const validationLogits = await logitsOn(context, "validation");
  const testLogits = await logitsOn(context, "test");
  const width = outputsOf(settings);
  const validationTruth = classesOf(data, "validation", settings)?.truth ?? truthOf(data, "validation", settings);
  const temperature = fitTemperature(validationLogits, validationTruth, width);
  const answers = {
    validation: bothOf(validationLogits, width, temperature),
    test: bothOf(testLogits, width, temperature),
  };
  const measured = {
    validation: measure(data, settings, "validation", answers.validation),
    test: measure(data, settings, "test", answers.test),
  };
  const training = await measureTraining(context, temperature);
  const learned = await learnBaselines(context);
  const evaluation = describeEvaluation({
    data,
    settings,
    seed: context.seed,
    temperature,
    answers,
    training,
    learned,
    checks: await runChecks(context, answers.test, learned),
    latest: await latestAnswers(context, temperature),
  });
  return {
    fitted: { temperature, latest: latestOf(data.table, settings.window) },
    metrics: {
      ...named("test", measured.test),
      ...baselineFigures("test", evaluation.test),
      ...named("validation", measured.validation),
      ...baselineFigures("validation", evaluation.validation),
      "training.loss": training.loss,
    },
    evaluation: evaluation as unknown as JsonObject,
    remarks: [
      ...remarksOn(measured.test, data, settings, evaluation),
      ...overfittingRemarks(
        { training: training.loss, validation: measured.validation.scores.loss },
        "loss",
        "windows",
      ),
    ],
    sections: [{ heading: "Where the skill is", tables: skillTables(evaluation.test) }],
  };
}

/** On as many windows that were trained on, drawn, as there are of validation. */
async function measureTraining(context: Context, temperature: number): Promise<Evaluated["training"]> {
  const { data, settings } = context;
  const { train, validation } = data.parts;
  const drawn = context.random("training windows").permutation(train.series.length);
  const { label, ...feeds } = data.examplesOf("train", drawn.subarray(0, validation.series.length).sort());
  const { logit } = await context.run(logitsForward(context), feeds);
  const labels = label?.data ?? [];
  return { windows: labels.length, loss: lossOfRows(logit?.data ?? [], outputsOf(settings), temperature, labels) };
}

async function runChecks(
  context: Context,
  { calibrated }: PartAnswers,
  learned: LearnedBaselines | undefined,
): Promise<Checks> {
  const leak = await checkLeak(context);
  const trueR = checkTrueR(context.data, context.settings, calibrated, learned?.answers.test.trees);
  return { ...(leak === undefined ? {} : { leak }), ...(trueR === undefined ? {} : { trueR }) };
}

function measure(data: TrendData, settings: TrendSettings, part: PartName, answers: PartAnswers): Measured {
  const truth = truthOf(data, part, settings);
  const scores = scoresOf({ truth, probability: answers.calibrated });
  const baselines = baselinesOf(data, part, settings);
  const classes = classAnswers(data, settings, part, answers);
  return classes === undefined
    ? { scores, baselines }
    : { scores: { ...scores, loss: classes.model.loss }, baselines, classes };
}

function named(part: string, { scores, baselines, classes }: Measured): Record<string, number> {
  const figures = { ...scores, ...baselines, ...(classes === undefined ? {} : classFigures(classes)) };
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${part}.${name}`, value]));
}

function classFigures({ model, baselines }: ClassesPart): Record<string, number> {
  return {
    classAccuracy: model.accuracy,
    classBalancedAccuracy: model.balancedAccuracy,
    classMcc: model.mcc,
    classMacroF1: model.macroF1,
    classEce: model.ece,
    classMajority: baselines.majority.accuracy,
    classPersistence: baselines.persistence.accuracy,
    classPersistenceMcc: baselines.persistence.mcc,
  };
}

function bothOf(values: ArrayLike<number>, width: number, temperature: number): PartAnswers {
  const at = (divisor: number) => increaseProbabilities(values, width, divisor);
  const both = { calibrated: at(temperature), uncalibrated: at(1) };
  if (width === 1) return both;
  const classesAt = (divisor: number) => classProbabilities(values, width, divisor);
  return { ...both, classes: { calibrated: classesAt(temperature), uncalibrated: classesAt(1) } };
}

/** What is said of the last days of every country of the table. */
async function latestAnswers(context: Context, temperature: number): Promise<Evaluated["latest"]> {
  const { table } = context.data;
  const { window } = context.settings;
  const { windows } = lastWindows(table, window);
  if (windows.length === 0) return [];
  const increments = new Float32Array(windows.length * window);
  windows.forEach((one, row) => {
    increments.set(one.increments, row * window);
  });
  const feeds = {
    increments: makeTensor("float32", [windows.length, window], increments),
    start_weekday: makeTensor(
      "int32",
      [windows.length, 1],
      Int32Array.from(windows, ({ end }) => weekday(end - window + 1)),
    ),
  };
  const { logit } = await context.run(logitsForward(context), feeds);
  const probability = increaseProbabilities(logit?.data ?? [], outputsOf(context.settings), temperature);
  return windows.map(({ name, end, increments: days }, row) => ({
    name,
    iso: countryOf(name).iso,
    end: isoDate(end),
    probability: hasNoCase(days) ? null : (probability[row] ?? Number.NaN),
  }));
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
