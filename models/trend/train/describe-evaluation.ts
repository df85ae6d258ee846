/** `evaluation.json`: the answers on each part of the days, measured and put beside what they are of. */
import { at } from "kilnjs";
import { isoDate } from "../dates.js";
import { activityOf } from "../evaluation/activity.js";
import { measureClasses } from "../evaluation/classes-part.js";
import { measurePart, type Part, type Rows } from "../evaluation/part.js";
import { phaseAt } from "../evaluation/phases.js";
import type { ClassesPart, TrendEvaluation } from "../evaluation/schema.js";
import { labelRules } from "../labels.js";
import { trendNotice } from "../notice.js";
import { calibrationError } from "../scores.js";
import { classesOf, persistenceOf, sameWeekdayOf, truthOf } from "./baselines.js";
import type { LearnedBaselines } from "./comparison/learned-baselines.js";
import type { TrendData } from "./dataset.js";
import type { PartName } from "./parts.js";
import type { TrendSettings } from "./settings.js";

/** How many of the most wrong windows are kept, one a country. */
const WORST = 12;

/** Probabilities of a part's windows, before and after calibration. */
export interface PartAnswers {
  readonly calibrated: Float64Array;
  readonly uncalibrated: Float64Array;
  /** With more than two classes also of each of them, [windows, classes] row by row. */
  readonly classes?: { readonly calibrated: Float64Array; readonly uncalibrated: Float64Array };
}

/** What an evaluation is made of. */
export interface Evaluated {
  readonly data: TrendData;
  readonly settings: TrendSettings;
  readonly seed: number;
  readonly temperature: number;
  readonly answers: Readonly<Record<"validation" | "test", PartAnswers>>;
  readonly training: NonNullable<TrendEvaluation["training"]>;
  /** Undefined where there was nothing to learn. */
  readonly learned: LearnedBaselines | undefined;
  readonly checks: TrendEvaluation["checks"];
  readonly latest: NonNullable<TrendEvaluation["latest"]>;
}

/** The evaluation, as `trendEvaluationSchema` describes it. */
export function describeEvaluation(evaluated: Evaluated): TrendEvaluation {
  const { data, settings, temperature, training, learned, checks, latest } = evaluated;
  const date = (day: number): string => isoDate(data.table.firstDay + day);
  const range = (name: PartName) => ({
    firstTarget: date(data.split[name].from),
    lastTarget: date(data.split[name].to),
    windows: data.parts[name].series.length,
  });
  return {
    formatVersion: 2,
    simulated: data.summary.simulated,
    notice: trendNotice(data.summary.simulated),
    label: settings.label,
    meaning: labelRules[settings.label].meaning,
    classes: labelRules[settings.label].classes.length === 2 ? ["decrease", "increase"] : ["no increase", "increase"],
    window: settings.window,
    temperature,
    selection: { rule: settings.selection, countries: data.selected.map((i) => data.table.series[i]?.name ?? "") },
    split: {
      by: settings.splitBy,
      gap: data.split.gap,
      train: range("train"),
      validation: range("validation"),
      test: range("test"),
    },
    validation: partOf(evaluated, "validation"),
    test: partOf(evaluated, "test"),
    training,
    ...(learned === undefined ? {} : { learntBaselines: { windows: learned.learnt, of: learned.of } }),
    checks,
    latest: [...latest],
  };
}

/** Answers measured class by class; undefined where there are two classes only. */
export function classAnswers(
  data: TrendData,
  settings: TrendSettings,
  part: PartName,
  { classes }: PartAnswers,
): ClassesPart | undefined {
  const known = classesOf(data, part, settings);
  if (known === undefined || classes === undefined) return undefined;
  const { calibrated, uncalibrated } = classes;
  return measureClasses({ names: labelRules[settings.label].classes, ...known, model: calibrated, uncalibrated });
}

function partOf({ data, settings, seed, answers, learned }: Evaluated, name: "validation" | "test"): Part {
  const { calibrated, uncalibrated } = answers[name];
  const truth = truthOf(data, name, settings);
  const classes = classAnswers(data, settings, name, answers[name]);
  // Commoner on these days, as in `baselinesOf`: no constant answer does better, so that nothing is flattered.
  const rate = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const { series, target } = data.parts[name];
  const rows: Rows = {
    truth,
    country: series,
    model: calibrated,
    baselines: {
      majority: new Uint8Array(truth.length).fill(rate > 0.5 ? 1 : 0),
      persistence: persistenceOf(data, name, settings),
      sameWeekday: sameWeekdayOf(data, name, settings),
      ...learned?.answers[name],
    },
    phase: Array.from(series, (number, i) => phaseAt(data.table.series[number]?.increments ?? [], at(target, i))),
    activity: Array.from(series, (number, i) => {
      const day = at(target, i);
      return activityOf(data.table.series[number]?.increments.subarray(day - settings.window, day) ?? []);
    }),
  };
  return {
    ...measurePart(rows, seed),
    ...(classes === undefined ? {} : { classes }),
    eceUncalibrated: calibrationError({ truth, probability: uncalibrated }),
    worst: worstOf(data, settings, name, truth, calibrated),
  };
}

function worstOf(
  data: TrendData,
  { window, label }: TrendSettings,
  name: PartName,
  truth: Uint8Array,
  probability: Float64Array,
): Part["worst"] {
  const { series, target } = data.parts[name];
  const error = Float64Array.from(probability, (p, i) => Math.abs(p - at(truth, i)));
  const order = [...error.keys()].sort((a, b) => (error[b] as number) - (error[a] as number) || a - b);
  const seen = new Set<number>();
  return order
    .filter((i) => !seen.has(at(series, i)) && seen.add(at(series, i)))
    .slice(0, WORST)
    .flatMap((i) => {
      const country = data.table.series[at(series, i)];
      const day = at(target, i);
      if (country === undefined) return [];
      const { horizon } = labelRules[label];
      return [
        {
          name: country.name,
          iso: country.iso,
          end: isoDate(data.table.firstDay + day - 1),
          increments: [...country.increments.subarray(day - window, day)],
          after: [...country.increments.subarray(day, day + horizon)],
          probability: at(probability, i),
          truth: at(truth, i),
        },
      ];
    });
}
