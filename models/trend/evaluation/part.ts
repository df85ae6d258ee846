/** One part of the days measured: the model and its baselines on the same windows, with intervals by country. */
import { bootstrapByGroup, type Interval } from "../metrics/bootstrap.js";
import { rocCurve } from "../metrics/ranking.js";
import { reliabilityBins } from "../metrics/reliability.js";
import { type Answers, confusion, scoresOf } from "../scores.js";
import { type Activity, activityNames } from "./activity.js";
import type { Spread } from "./checks-schema.js";
import { countryScorer } from "./country-scores.js";
import { measureGroups } from "./group-scores.js";
import { type Phase, phaseNames } from "./phases.js";
import type { baselineNames, Contender, TrendEvaluation } from "./schema.js";

/** A baseline. */
export type BaselineName = (typeof baselineNames)[number];
/** A part of an evaluation. */
export type Part = TrendEvaluation["test"];

/** Windows of a part, and what each contender said of them. */
export interface Rows {
  /** 1 for each window that increases. */
  readonly truth: Uint8Array;
  /** Which series a window is of. */
  readonly country: Int32Array;
  /** Probability of an increase by the model. */
  readonly model: Float64Array;
  readonly baselines: Readonly<Partial<Record<BaselineName, ArrayLike<number>>>>;
  /** The phase at the end of each window, where it can be told. */
  readonly phase: readonly (Phase | null)[];
  /** How many cases each window has. */
  readonly activity: readonly Activity[];
}

type NamedAnswers = Answers & { readonly name: BaselineName };

/** At most this many corners of a ROC curve are kept: more cannot be seen. */
const CORNERS = 200;

/** Scores, curves and intervals of two classes; `worst` windows are the caller's, who has the days. */
export function measurePart(rows: Rows, seed: number): Omit<Part, "worst" | "eceUncalibrated"> {
  const { truth, model } = rows;
  const rate = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const names = Object.keys(rows.baselines) as BaselineName[];
  const answers = names.map((name): NamedAnswers => ({ name, truth, probability: rows.baselines[name] ?? [] }));
  const sampled = resampled(rows, answers, seed);
  const of = (name: string) => {
    const interval = sampled[name];
    if (interval === undefined) throw new RangeError(`there is no interval of ${name}`);
    return plain(interval);
  };
  return {
    windows: truth.length,
    countries: new Set(rows.country).size,
    baseRate: [1 - rate, rate],
    model: contender({ truth, probability: model }),
    baselines: Object.fromEntries(answers.map((one) => [one.name, contender(one)])),
    intervals: { auc: of("auc"), mcc: of("mcc"), accuracy: of("accuracy") },
    ahead: names.map((name) => ({
      of: name,
      auc: of(`${name}/auc`),
      mcc: of(`${name}/mcc`),
      accuracy: of(`${name}/accuracy`),
    })),
    phases: measureGroups(phaseNames, rows.phase, rows),
    activity: measureGroups(activityNames, rows.activity, rows),
  };
}

/** The model's figures, and by how much it is ahead of each baseline, from the same resamples. */
function resampled(
  { truth, model: probability, country }: Rows,
  baselines: readonly NamedAnswers[],
  seed: number,
): Record<string, Interval> {
  const own = countryScorer({ truth, probability }, country);
  const others = baselines.map((answers) => ({ name: answers.name, score: countryScorer(answers, country) }));
  return bootstrapByGroup(
    country,
    (weights): Record<string, number> => {
      const model = own(weights);
      const figures: Record<string, number> = { ...model };
      for (const { name, score } of others) {
        const other = score(weights);
        figures[`${name}/auc`] = model.auc - other.auc;
        figures[`${name}/mcc`] = model.mcc - other.mcc;
        figures[`${name}/accuracy`] = model.accuracy - other.accuracy;
      }
      return figures;
    },
    { seed },
  );
}

function contender(answers: Answers): Contender {
  const { truePositive, falsePositive, trueNegative, falseNegative } = confusion(answers);
  return {
    scores: scoresOf(answers),
    confusion: [
      [trueNegative, falsePositive],
      [falseNegative, truePositive],
    ],
    roc: corners(answers),
    reliability: reliabilityBins(answers).map((bin) => ({
      ...bin,
      interval: bin.interval === null ? null : [...bin.interval],
    })),
  };
}

function corners(answers: Answers): [number, number][] {
  const all = rocCurve(answers);
  const step = Math.max(1, Math.ceil(all.length / CORNERS));
  return all
    .filter((_, i) => i % step === 0 || i === all.length - 1)
    .map(({ falsePositiveRate, truePositiveRate }) => [falsePositiveRate, truePositiveRate]);
}

function plain({ estimate, low, high }: Interval): Spread {
  return { value: estimate, low, high };
}
