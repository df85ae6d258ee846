/** `npm run bench -- trend-peers`: the recurrent network and what it should be ahead of, on the real table. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Reporter } from "../../../core/reporter.js";
import type { LabelName } from "../../../models/trend/labels.js";
import type { CaseTable } from "../../../models/trend/table/case-table.js";
import { trainLogistic, trainTrees } from "../../../models/trend/train/comparison/learners.js";
import { loadTable } from "../../../models/trend/train/dataset.js";
import { trendRecipe } from "../../../models/trend/train/recipe.js";
import { type TrendSettings, trendSettings } from "../../../models/trend/train/settings.js";
import { tensorFlowFor } from "../../../train/open-training.js";
import { resolveSettings } from "../../../train/settings.js";
import { thisMachine } from "../report/machine.js";
import { figuresOf, leadOf } from "./differences.js";

import { type Cut, leakFreeCut, type Rows, rowsOf, sharedCut, tuningCut } from "./protocol.js";
import { type PeersResult, peersMarkdown, type TaskResult } from "./report.js";
import { trainRnn } from "./rnn.js";

/** A question and how many days it is asked from. */
export interface Task {
  readonly label: LabelName;
  readonly window: number;
}

/** The questions that are asked unless told otherwise. */
export const tasks: readonly Task[] = [
  { label: "nextDayHigher", window: 7 },
  { label: "nextDayHigher", window: 14 },
  { label: "nextDayHigher", window: 21 },
  { label: "weekly", window: 21 },
];

/** The tasks with this label and this window; any of both where none is named. A pair that is no task is one too. */
export function tasksOf(label?: LabelName, window?: number): readonly Task[] {
  const chosen = tasks.filter(
    (task) => task.label === (label ?? task.label) && task.window === (window ?? task.window),
  );
  if (chosen.length > 0) return chosen;
  return [{ label: label ?? "nextDayHigher", window: window ?? 21 }];
}

/** What to compare. */
export interface PeersOptions {
  readonly data: string;
  readonly tasks: readonly Task[];
  readonly seeds: readonly number[];
  /** Further settings of the recipe, `key=value`. */
  readonly set: readonly string[];
  /** Tests on the last days of those that are learnt from, to choose settings by. */
  readonly tuning: boolean;
  readonly out: string;
}

/** Increments of the table that the comparison reads: a column of running totals is one day more. */
const COLUMNS = 401;

/**
 * What the network of the comparison differs in from the preset `best`: a fixed number of epochs with a rate that falls to
 * nothing, since the protocol has no days to tune on.
 */
const FIXED: readonly string[] = [
  "epochs=20",
  "learningRate=0.003",
  "rateFloor=0.02",
  "plateauPatience=0",
  "stopPatience=0",
  "threads=1",
];

/** Trains all contenders for each task; writes the result as JSON and Markdown after each. */
export async function compareTrendPeers(
  options: PeersOptions,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<PeersResult> {
  const created = new Date().toISOString();
  const results: TaskResult[] = [];
  const settings = trendSettings.parse(resolveSettings(trendRecipe, "best", [...FIXED, ...options.set]).settings);
  const { table } = loadTable({ data: options.data, seed: 1, settings: { ...settings, days: COLUMNS } });
  const resultNow = (): PeersResult => ({
    formatVersion: 1,
    created,
    machine: thisMachine(),
    tuning: options.tuning,
    seeds: options.seeds,
    settings: { ...settings },
    tasks: results,
  });
  for (const task of options.tasks) {
    reporter.stage(`${task.label}, ${task.window} days`);
    results.push(...(await compareTask(table, task, { ...settings, ...task }, options, reporter, signal)));
    await write(options.out, resultNow());
  }
  return resultNow();
}

async function compareTask(
  table: CaseTable,
  task: Task,
  settings: TrendSettings,
  { seeds, tuning }: PeersOptions,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<TaskResult[]> {
  const cuts = tuning ? [tuningCut(table)] : [sharedCut(table), leakFreeCut(table, task.window, task.label)];
  const [first] = cuts as [Cut];
  const { learnTo } = first; // the same for all cuts: only who is asked, and about when, differs
  const every = table.series.map((_, i) => i);
  const last = tuning ? sharedCut(table).learnTo : table.days;
  const asked = cuts.map(({ tested, testFrom }) =>
    rowsOf(table, tested, { ...task, from: testFrom, to: last, leastCases: 0 }),
  );
  const learnt = rowsOf(table, every, { ...task, from: 0, to: learnTo, leastCases: 1 });
  const fewer = cuts.map(({ tested }) => rowsOf(table, tested, { ...task, from: 0, to: learnTo, leastCases: 0 }));
  reporter.note(`${learnt.count} windows of ${every.length} countries to learn from`);
  const tf = await tensorFlowFor(settings);

  const rnn: Float64Array[][] = [];
  const trees: Float64Array[][] = [];
  const few: Float64Array[][] = [];
  for (const seed of seeds) {
    rnn.push(await trainRnn(tf, settings, learnt, asked, { seed, signal }));
    trees.push(await trainTrees(learnt, asked, { seed, weekdays: true, signal }));
    const alone: Float64Array[] = [];
    for (const [i, rows] of fewer.entries()) {
      alone.push(...(await trainTrees(rows, [asked[i] as Rows], { seed, weekdays: false, signal })));
    }
    few.push(alone);
    reporter.note(`seed ${seed} done`);
  }
  const logistic = trainLogistic(learnt, asked, true);

  return cuts.map((cut, i) => {
    const rows = asked[i] as Rows;
    const of = (all: readonly Float64Array[][]) => all.map((parts) => parts[i] as Float64Array);
    const result: TaskResult = {
      ...task,
      cut: cut.name,
      countries: cut.tested.length,
      learnt: learnt.count,
      tested: rows.count,
      rnn: figuresOf(rows, of(rnn)),
      treesAll: figuresOf(rows, of(trees)),
      treesFew: figuresOf(rows, of(few)),
      logistic: figuresOf(rows, of([logistic])),
      overTreesAll: leadOf(rows, of(rnn), of(trees), 1),
      overTreesFew: leadOf(rows, of(rnn), of(few), 1),
    };
    const { rnn: ours, treesAll, treesFew } = result;
    reporter.note(
      `${cut.name}: RNN ${ours.auc.mean.toFixed(3)}/${ours.mcc.mean.toFixed(3)}, trees on the same rows ${treesAll.auc.mean.toFixed(3)}/${treesAll.mcc.mean.toFixed(3)}, on the tested countries ${treesFew.auc.mean.toFixed(3)}/${treesFew.mcc.mean.toFixed(3)}`,
    );
    return result;
  });
}

async function write(folder: string, result: PeersResult): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name = `trend-peers-${result.created.replaceAll(":", "-").replace(/\..*$/, "")}`;
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(result, null, 1)}\n`);
  await writeFile(join(folder, `${name}.md`), peersMarkdown(result));
}
