/** Logistic regression and boosted trees, learnt from the windows that the network learnt from, asked what it is asked. */
import { at, Random } from "kilnjs";
import type { EvaluateContext } from "kilnjs/train";
import type { TrendData } from "../dataset.js";
import type { TrendSettings } from "../settings.js";
import { trainLogistic, trainTrees } from "./learners.js";
import { drawRows, pickWindows, rowsOfWindows } from "./window-rows.js";

/** What is read of an evaluation's context. */
export type LearningContext = Pick<EvaluateContext<TrendSettings, TrendData>, "data" | "settings" | "seed" | "signal">;

/** Probabilities by each learnt baseline. */
export type LearnedAnswers = Readonly<Record<"logistic" | "trees", Float64Array>>;

/** The learnt baselines' answers, and what they learnt from. */
export interface LearnedBaselines {
  /** Training windows that they learnt from. */
  readonly learnt: number;
  /** Training windows that there are. */
  readonly of: number;
  readonly answers: Readonly<Record<"validation" | "test", LearnedAnswers>>;
}

/**
 * Trains both on at most `baselineRows` training windows, weekdays included, and asks them about all the others. The
 * windows are drawn by the seed from a stream of their own, so that an evaluation of the published model draws the same.
 *
 * @returns undefined when the settings leave them out, or all the windows drawn have the same answer, from which there is
 *   nothing to learn.
 * @throws InterruptedError when the signal is aborted.
 */
export async function learnBaselines({
  data,
  settings,
  seed,
  signal,
}: LearningContext): Promise<LearnedBaselines | undefined> {
  if (!settings.learnedBaselines) return undefined;
  const { table, parts } = data;
  const of = parts.train.series.length;
  const drawn = drawRows(Random.seeded(seed, "baselines/rows"), of, settings.baselineRows);
  const rows = rowsOfWindows(table, pickWindows(parts.train, drawn), settings);
  if (rows.truth.every((value) => value === rows.truth[0])) return undefined;
  const asked = [rowsOfWindows(table, parts.validation, settings), rowsOfWindows(table, parts.test, settings)];
  const logistic = trainLogistic(rows, asked, true);
  const trees = await trainTrees(rows, asked, { seed, weekdays: true, signal });
  const both = (part: number): LearnedAnswers => ({
    logistic: at(logistic, part, "part"),
    trees: at(trees, part, "part"),
  });
  return { learnt: rows.count, of, answers: { validation: both(0), test: both(1) } };
}
