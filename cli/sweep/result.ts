/** How a sweep ends: a line for each run with what makes it different and what came out, best first. */
import type { JsonObject } from "../../core/json.js";
import type { AnyRecipe } from "../../train/recipe.js";
import { lossesDiffer } from "../../train/report/curves.js";
import { readRun } from "../../train/report/read/run-directory.js";
import type { SweptRun } from "../../train/sweep/run-sweep.js";
import type { Colours } from "../colours.js";
import { type Cell, table } from "../table.js";
import { rankRuns } from "./ranking.js";

/** The end of a sweep for a machine and for a person. */
export interface SweepResult {
  readonly json: JsonObject;
  readonly text: string;
  /** What is to be known of the order. */
  readonly notes: readonly string[];
}

/**
 * Reads the runs that did not fail and puts them in order; those that failed come last.
 *
 * @throws NotFoundError when a run's directory is gone.
 */
export function sweepResult(recipe: AnyRecipe, results: readonly SweptRun[], colours: Colours): SweepResult {
  const failed = results.filter(({ outcome }) => outcome === "failed");
  const done = results.filter(({ outcome }) => outcome !== "failed");
  const ranking = rankRuns(
    recipe,
    done.map(({ directory }) => readRun(directory)),
  );
  const { metric, goal, settings, figures } = ranking;
  const ranked = ranking.runs.flatMap((one) => {
    const swept = done.find(({ directory }) => directory === one.run.path);
    return swept === undefined ? [] : [{ ...one, swept }];
  });
  const rows = ranked.map(({ swept, score, run, ...own }): Cell[] => [
    swept.name,
    score,
    ...figures.map((name) => run.summary?.metrics[name] ?? null),
    ...settings.map((name) => own.settings[name] ?? null),
    swept.outcome,
  ]);
  const nothing = [null, ...figures.map(() => null), ...settings.map(() => null)];
  const columns = ["run", `${metric} (best epoch)`, ...figures, ...settings, "outcome"];
  const order = `Best first: the ${goal} of ${metric} over the epochs, by which ${recipe.model.name} chooses its weights.`;
  return {
    json: {
      orderedBy: { metric, goal },
      runs: [
        ...ranked.map(({ swept, score, run, ...own }) => ({
          ...described(swept),
          score,
          settings: { ...own.settings },
          metrics: { ...run.summary?.metrics },
        })),
        ...failed.map(described),
      ],
    },
    text: table(columns, [...rows, ...failed.map(({ name, outcome }): Cell[] => [name, ...nothing, outcome])], colours),
    notes: [
      order,
      ...(metric.endsWith(".loss") && lossesDiffer(ranked.map(({ run }) => run))
        ? [`These runs do not go down the same loss, so ${metric} does not tell which of them is better.`]
        : []),
    ],
  };
}

function described({ name, directory, outcome, error }: SweptRun) {
  return { name, directory, outcome, ...(error === undefined ? {} : { error: error.message }) };
}
