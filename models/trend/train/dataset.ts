/** The data of a `trend` training: a table, the countries chosen from it, and windows of their days in three parts. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { DataSummary } from "kilnjs";
import { at, hasCode, InputError, makeTensor, messageOf, Random, type Tensors } from "kilnjs";
import type { PrepareContext, TrainingData } from "kilnjs/train";
import { weekday } from "../dates.js";
import { labelRule, labelRules } from "../labels.js";
import type { TimeSplit } from "../split.js";
import { type CaseTable, firstDays } from "../table/case-table.js";
import { readCaseTable } from "../table/read-table.js";
import { tableWarnings } from "../table/remarks.js";
import { copyWindow, type WindowIndex } from "../windows.js";
import { type PartName, windowsOfParts } from "./parts.js";
import { refuseNone, selectCountries, splitOf } from "./select-countries.js";
import type { TrendSettings } from "./settings.js";
import { simulateEpidemics } from "./simulate/epidemics.js";
import { casesCsv } from "./simulate/table.js";
import { type TrueR, trueROf } from "./simulate/true-r.js";

/** Training data with what evaluation needs beside them. */
export interface TrendData extends TrainingData {
  readonly table: CaseTable;
  /** Indices of the chosen series. */
  readonly selected: readonly number[];
  readonly split: TimeSplit;
  readonly parts: Readonly<Record<PartName, WindowIndex>>;
  /** Of the embedded epidemics; for evaluation alone. */
  readonly trueR: TrueR | undefined;
  /** Feeds of some examples of a part: `increments`, `start_weekday`, `label`. */
  examplesOf(part: PartName, indices?: ArrayLike<number>): Tensors;
}

/** A table and where it is from. */
export interface LoadedTable {
  readonly table: CaseTable;
  readonly summary: DataSummary;
  /** The name for messages. */
  readonly file: string;
  /** Of the embedded epidemics. */
  readonly trueR: TrueR | undefined;
  /** What the settings of this training made of the table, beside its own warnings. */
  readonly warnings: readonly string[];
}

/**
 * Reads the user's table, or makes the embedded one; both go through the same loader.
 *
 * @throws InputError when the file does not exist or cannot be used.
 */
export function loadTable({
  data,
  seed,
  settings,
}: Pick<PrepareContext<TrendSettings>, "data" | "seed" | "settings">): LoadedTable {
  const { bytes, trueR } = data === undefined ? embedded(seed) : { bytes: readBytes(data), trueR: undefined };
  const file = data === undefined ? "embedded epidemics" : basename(data);
  const whole = readCaseTable(bytes, file, settings);
  // A column of running totals is one day more than its increments.
  const columns = whole.findings.counts === "cumulative" ? settings.days - 1 : settings.days;
  const table = settings.days === 0 ? whole : firstDays(whole, Math.max(1, columns));
  const summary: DataSummary = {
    source: data === undefined ? `embedded epidemics, seed ${seed}` : file,
    simulated: table.findings.simulated,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    counts: {
      rows: table.findings.rows,
      countries: table.series.length,
      days: table.days,
      negativeIncrements: table.findings.negativeIncrements.length,
      filledCells: Object.values(table.findings.filledCells).reduce((sum, count) => sum + count, 0),
      unknownNames: table.findings.unknownNames.length,
    },
  };
  return { table, summary, file, trueR, warnings: daysWarnings(settings.days, whole) };
}

/** The setting `days` cuts a table off; asked for more days than there are, it does nothing. */
function daysWarnings(asked: number, { days, findings: { counts } }: CaseTable): string[] {
  const [columns, of] =
    counts === "cumulative" ? [days + 1, `${days + 1} days of totals, ${days} of increments`] : [days, `${days} days`];
  return asked <= columns ? [] : [`days=${asked} is more than the table has: all of its days are used (${of}).`];
}

/** Loads, selects, splits: see `RecipeData`. Reports what was found. */
export function prepareTrend(context: PrepareContext<TrendSettings>): TrendData {
  const { settings, reporter } = context;
  const { table, summary, file, trueR, warnings } = loadTable(context);
  const shares = { train: settings.trainShare, validation: settings.validationShare };
  const split = splitOf(table, settings, file);
  const selection = selectCountries(table, settings, () => split);
  refuseNone(selection, table, file);
  const { selected } = selection;
  const windows = windowsOfParts({ by: settings.splitBy, split, selected, shares, seed: context.seed, file });
  const parts = {
    train: withCases(table, windows.train, settings),
    validation: withCases(table, windows.validation, settings),
    test: withCases(table, windows.test, settings),
  };
  refuseEmpty(parts, file);
  for (const warning of warnings) reporter.warn(warning);
  if (context.data !== undefined) for (const warning of tableWarnings(table)) reporter.warn(warning);
  reporter.note(describeData(summary, selected.length, parts));
  const examplesOf = (part: PartName, indices?: ArrayLike<number>): Tensors =>
    assemble(table, parts[part], indices ?? parts[part].series.keys(), settings);
  return {
    summary: { ...summary, counts: { ...summary.counts, selected: selected.length } },
    examples: parts.train.series.length,
    batch: settings.shuffleLabels
      ? withShuffledLabels(examplesOf, parts.train.series.length, context.seed)
      : (indices) => examplesOf("train", indices),
    table,
    selected,
    split,
    parts,
    trueR,
    examplesOf,
  };
}

/**
 * Training examples that have each other's answers: nothing can be learnt from them but how common each answer is. A model
 * that is ahead of chance all the same has seen what it is tested on.
 */
function withShuffledLabels(
  examplesOf: TrendData["examplesOf"],
  examples: number,
  seed: number,
): TrainingData["batch"] {
  const others = Random.seeded(seed, "shuffled labels").permutation(examples);
  return (indices) => {
    const { label, ...feeds } = examplesOf("train", indices);
    const { label: shuffled = label } = examplesOf(
      "train",
      Array.from(indices, (index) => at(others, index)),
    );
    return shuffled === undefined ? feeds : { ...feeds, label: shuffled };
  };
}

function embedded(seed: number): { bytes: Uint8Array; trueR: TrueR } {
  const epidemics = simulateEpidemics(seed);
  return { bytes: new TextEncoder().encode(casesCsv(epidemics)), trueR: trueROf(epidemics) };
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    const reason = hasCode(cause, "ENOENT")
      ? "no such file"
      : hasCode(cause, "EISDIR")
        ? "is a folder, not a table"
        : messageOf(cause);
    throw new InputError(reason, { where: { file: path }, next: "Give a CSV file with --data.", cause });
  }
}

/**
 * Leaves out windows with fewer cases than asked for, and those whose answer lies behind a country's last value: the days
 * there were filled, and nobody knows what they had.
 */
function withCases(table: CaseTable, index: WindowIndex, settings: TrendSettings): WindowIndex {
  const { horizon } = labelRules[settings.label];
  const kept = [...index.series.keys()].filter((i) => {
    const { increments, reported } = at(table.series, at(index.series, i));
    const target = at(index.target, i);
    if (reported !== undefined && target + horizon > reported.to) return false;
    if (settings.minimumCases === 0) return true;
    let cases = 0;
    for (let day = target - settings.window; day < target; day++) cases += Math.max(0, at(increments, day));
    return cases >= settings.minimumCases;
  });
  return {
    series: Int32Array.from(kept, (i) => at(index.series, i)),
    target: Int32Array.from(kept, (i) => at(index.target, i)),
  };
}

function refuseEmpty(parts: Readonly<Record<PartName, WindowIndex>>, file: string): void {
  for (const [name, { series }] of Object.entries(parts)) {
    if (series.length > 0) continue;
    throw new InputError(`no window of the ${name} part has enough cases and a known answer`, {
      where: { file },
      next: "Ask for fewer cases, --set minimumCases=0, or give a table whose countries have values to its end.",
    });
  }
}

function assemble(
  table: CaseTable,
  index: WindowIndex,
  indices: ArrayLike<number> | Iterable<number>,
  { window, label }: TrendSettings,
): Tensors {
  const rows = Array.from(indices);
  const increments = new Float32Array(rows.length * window);
  const weekdays = new Int32Array(rows.length);
  const labels = new Float32Array(rows.length);
  const { increases, classAt } = labelRule(label);
  rows.forEach((example, row) => {
    const series = at(table.series, at(index.series, example));
    const target = at(index.target, example);
    copyWindow(series.increments, target, window, increments, row * window);
    weekdays[row] = weekday(table.firstDay + target - window);
    labels[row] = Number((classAt ?? increases)(series.increments, target));
  });
  return {
    increments: makeTensor("float32", [rows.length, window], increments),
    start_weekday: makeTensor("int32", [rows.length, 1], weekdays),
    label: makeTensor("float32", [rows.length], labels),
  };
}

function describeData(summary: DataSummary, selected: number, parts: Readonly<Record<PartName, WindowIndex>>): string {
  const windows = Object.entries(parts).map(([name, { series }]) => `${series.length} ${name}`);
  const kind = summary.simulated ? "simulated, " : "";
  return `${summary.source} (${kind}${summary.counts.days} days): ${selected} of ${summary.counts.countries} countries, windows: ${windows.join(", ")}.`;
}
