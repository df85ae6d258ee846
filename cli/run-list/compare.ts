/** `kiln runs --compare`: what differs between runs, and how they ended, on one screen. */
import { differingEnvironments, differingSettings, requireOneModel } from "../../train/report/compare.js";
import { readRun } from "../../train/report/read/run-directory.js";
import type { Session } from "../session.js";
import { type Cell, table } from "../table.js";

/**
 * Puts runs side by side.
 *
 * @throws NotFoundError when a path is no run; InputError when the runs are of different models.
 */
export function compareRuns(session: Session, paths: readonly string[]): void {
  const runs = paths.map(readRun);
  const model = requireOneModel(runs);
  const settings = differingSettings(runs);
  const environment = differingEnvironments(runs);
  const names = [...new Set(runs.flatMap(({ summary }) => Object.keys(summary?.metrics ?? {})))];
  const figures = names.map((name): Cell[] => [name, ...runs.map(({ summary }) => summary?.metrics[name] ?? null)]);
  for (const run of runs) for (const note of run.notes) session.reporter.warn(`${run.name}: ${note}`);
  const columns = runs.map(({ name }) => name);
  const parts = [
    settings.length === 0
      ? "All settings are the same."
      : table(
          ["setting", ...columns],
          settings.map(({ name, values }) => [name, ...values]),
          session.colours,
        ),
    environment.length === 0
      ? "Data, versions and machine are the same."
      : table(
          ["environment", ...columns],
          environment.map(({ name, values }) => [name, ...values]),
          session.colours,
        ),
    ...(figures.length === 0 ? [] : [table(["at the end", ...columns], figures, session.colours)]),
  ];
  const listed = (differences: typeof settings) =>
    differences.map(({ name, values }) => ({ name, values: [...values] }));
  session.result(
    {
      model,
      runs: runs.map(({ path, summary, status }) => ({
        run: path,
        status: status?.status ?? null,
        metrics: { ...summary?.metrics },
      })),
      settings: listed(settings),
      environment: listed(environment),
    },
    parts.join("\n\n"),
  );
}
