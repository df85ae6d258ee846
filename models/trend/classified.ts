/** Results of a table, or of the published data, with all that has to be said beside them: for command line and page. */
import { InputError } from "kilnjs";
import type { SeriesWindow, TrendContext } from "./classify-series.js";
import { lastWindows, type SkippedSeries } from "./last-windows.js";
import { type DatedResults, datedResults, latestResults } from "./resources/latest-results.js";
import type { CaseTable } from "./table/case-table.js";
import { tableNotes, tableWarnings } from "./table/remarks.js";
import { writeCsv } from "./table/write-csv.js";

/** What was answered, and what was not and why. */
export interface Classified extends DatedResults {
  /** The table's file name; null for the published data. */
  readonly source: string | null;
  readonly skipped: readonly SkippedSeries[];
  /** How the table was read. */
  readonly notes: readonly string[];
  /** What a person should know of the table before the results are believed. */
  readonly warnings: readonly string[];
}

/** What a model is asked of a table: the last window of each country. */
export interface TableWindows {
  readonly source: string;
  readonly windows: readonly SeriesWindow[];
  readonly skipped: readonly SkippedSeries[];
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  /** True when the table says of itself that it is simulated. */
  readonly simulated: boolean;
}

/**
 * The last window of each country of a table.
 *
 * @param source the table's file name.
 * @param days the window of the model.
 * @throws InputError when no country has one.
 */
export function tableWindows(table: CaseTable, source: string, days: number): TableWindows {
  const { windows, skipped } = lastWindows(table, days);
  const [first] = skipped;
  if (windows.length === 0 && first !== undefined) {
    throw new InputError(`no country can be classified; ${first.name}: ${first.reason}`, {
      where: { file: source },
      next: "Give a table of more days, or a version with a shorter window (--version).",
    });
  }
  const { simulated } = table.findings;
  return { source, windows, skipped, notes: tableNotes(table), warnings: tableWarnings(table), simulated };
}

/** Labels the last windows of a table. */
export async function classifyWindows(context: TrendContext, asked: TableWindows): Promise<Classified> {
  const { source, windows, skipped, notes, warnings } = asked;
  const answer = await datedResults(context, windows);
  const stamped = asked.simulated && !answer.simulated;
  return {
    ...answer,
    // A real model asked about simulated epidemics says nothing about the world either.
    simulated: answer.simulated || asked.simulated,
    notice: stamped ? `Simulated: the table holds simulated epidemics. ${answer.notice}` : answer.notice,
    source,
    skipped,
    notes,
    warnings,
  };
}

/**
 * The latest results of the data that the model was trained on.
 *
 * @throws NotFoundError when the version was published without them.
 */
export async function classifyPublished(context: TrendContext): Promise<Classified> {
  return publishedResults(await latestResults(context));
}

/** The same of an answer that is at hand. */
export function publishedResults(answer: DatedResults): Classified {
  return { ...answer, source: null, skipped: [], notes: [], warnings: [] };
}

/** Results as CSV: a row for each country; those without a result have the reason in its place. */
export function classifiedCsv({ results, skipped, model, version, simulated }: Classified): string {
  const by = [`${model}@${version}`, String(simulated)];
  return writeCsv([
    ["name", "iso", "end", "label", "probability_of_increase", "remark", "model", "simulated"],
    ...results.map(({ name, iso, end, label, probability }) => [name, iso, end, label, probability, null, ...by]),
    ...skipped.map(({ name, iso, reason }) => [name, iso, null, null, null, reason, ...by]),
  ]);
}

/** What stands below the map of results: which table they are of, and who is missing. */
export function classifiedRemarks({ source, skipped }: Pick<Classified, "source" | "skipped">): string[] {
  const names = skipped.slice(0, 12).map(({ name }) => name);
  const more = skipped.length > names.length ? ` and ${skipped.length - names.length} more` : "";
  return [
    ...(source === null ? [] : [`Table: ${source}.`]),
    ...(skipped.length === 0 ? [] : [`Too short for a result: ${names.join(", ")}${more}.`]),
  ];
}
