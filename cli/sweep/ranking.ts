/** The runs of a sweep, best first, by the figure that their recipe picks the best weights by. */

import type { AnyRecipe } from "../../train/recipe.js";
import { differingSettings } from "../../train/report/compare.js";
import type { RunRecord } from "../../train/report/read/record.js";

/** Final figures beside the monitored one: what fits on a line with the settings. */
const MOST_FIGURES = 4;

/** A run in its place. */
export interface RankedRun {
  readonly run: RunRecord;
  /** The monitored figure of its best epoch; null when it has none. */
  readonly score: number | null;
  /** Settings that not all runs have in common, by name. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface Ranking {
  readonly metric: string;
  readonly goal: "minimum" | "maximum";
  readonly runs: readonly RankedRun[];
  /** Names of the settings that differ. */
  readonly settings: readonly string[];
  /** Names of final figures worth a glance; what is the same for all runs, such as a baseline's, tells none from another. */
  readonly figures: readonly string[];
}

/** Puts runs of one recipe in order; those with the same score, and those without one, stay as they were. */
export function rankRuns(
  { monitor, headline = [] }: Pick<AnyRecipe, "monitor" | "headline">,
  records: readonly RunRecord[],
): Ranking {
  const { metric, goal } = monitor;
  const sign = goal === "minimum" ? 1 : -1;
  const differing = differingSettings(records);
  const ranked = records.map((run, i): RankedRun => {
    const scores = run.epochs.flatMap(({ figures }) => figures[metric] ?? []).filter(Number.isFinite);
    const settings = differing.map(({ name, values }) => [name, values[i] ?? ""] as const);
    return {
      run,
      score: scores.length === 0 ? null : sign * Math.min(...scores.map((score) => sign * score)),
      settings: Object.fromEntries(settings),
    };
  });
  const key = ({ score }: RankedRun) => (score === null ? Number.POSITIVE_INFINITY : sign * score);
  return {
    metric,
    goal,
    runs: ranked.sort((a, b) => (key(a) === key(b) ? 0 : key(a) - key(b))),
    settings: differing.map(({ name }) => name),
    figures: figuresOf(records, metric, headline),
  };
}

/** The headline's figures, on the validation and on the test examples, then whatever comes first. */
function figuresOf(records: readonly RunRecord[], metric: string, headline: readonly string[]): string[] {
  const known = new Set(records.flatMap(({ summary }) => Object.keys(summary?.metrics ?? {})));
  const wanted = headline.flatMap((name) => [name, `test.${name.slice(name.indexOf(".") + 1)}`]);
  const telling = [...new Set([...wanted, ...known])].filter((name) => {
    if (!known.has(name) || name === metric) return false;
    return records.length < 2 || new Set(records.map(({ summary }) => summary?.metrics[name])).size > 1;
  });
  return telling.slice(0, MOST_FIGURES);
}
