/** Measures a `trend` network: after each epoch on the validation days, at the end on the test days. */
import type { Tensor2D } from "@tensorflow/tfjs-node";
import { makeTensor } from "../../models/tensor.js";
import { countryOf } from "../../models/trend/countries/country.js";
import { isoDate, weekday } from "../../models/trend/dates.js";
import { lastWindows } from "../../models/trend/last-windows.js";
import { latestOf } from "../../models/trend/latest.js";
import { type Answers, type Scores, scoresOf } from "../../models/trend/scores.js";
import type { EvaluateContext, Finished, Forward } from "../recipe.js";
import { type Baselines, baselinesOf, truthOf } from "./baselines.js";
import { fitTemperature, sigmoid } from "./calibration.js";
import type { PartName, TrendData } from "./dataset.js";
import { describeEvaluation, type Evaluated, type PartAnswers } from "./evaluation.js";
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
  const testLogits = await logitsOn(context, "test");
  const validationTruth = truthOf(data, "validation", settings);
  const temperature = fitTemperature(validationLogits, validationTruth);
  const answers = {
    validation: answersAt(validationLogits, validationTruth, temperature),
    test: answersAt(testLogits, truthOf(data, "test", settings), temperature),
  };
  const measured = {
    validation: { scores: scoresOf(answers.validation), baselines: baselinesOf(data, "validation", settings) },
    test: { scores: scoresOf(answers.test), baselines: baselinesOf(data, "test", settings) },
  };
  return {
    fitted: { temperature, latest: latestOf(data.table, settings.window) },
    metrics: { ...named("test", measured.test), ...named("validation", measured.validation) },
    evaluation: describeEvaluation({
      data,
      settings,
      seed: context.seed,
      temperature,
      answers: { validation: bothOf(validationLogits, temperature), test: bothOf(testLogits, temperature) },
      latest: await latestAnswers(context, temperature),
    }),
    remarks: remarksOn(measured.test, data, settings),
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

function bothOf(values: ArrayLike<number>, temperature: number): PartAnswers {
  const at = (divisor: number) => Float64Array.from(values, (logit) => sigmoid(logit / divisor));
  return { calibrated: at(temperature), uncalibrated: at(1) };
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
  return windows.map(({ name, end }, row) => ({
    name,
    iso: countryOf(name).iso,
    end: isoDate(end),
    probability: sigmoid((logit?.data[row] ?? Number.NaN) / temperature),
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
