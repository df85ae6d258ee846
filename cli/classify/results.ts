/** Results of the published model `trend`: of a table's countries, or of the data that the model was trained on. */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { InputError } from "../../models/errors.js";
import { noPictures, type OperationContext } from "../../models/operation.js";
import { trendManifest, windowOf } from "../../models/trend/classify-series.js";
import { lastWindows, type SkippedSeries } from "../../models/trend/last-windows.js";
import { type DatedResults, datedResults, latestResults } from "../../models/trend/resources/latest-results.js";
import type { ReadOptions } from "../../models/trend/table/options.js";
import { readCaseTable } from "../../models/trend/table/read-table.js";
import { tableNotes, tableWarnings } from "../../models/trend/table/remarks.js";
import { LoadedModel } from "../../predict/loaded-model.js";
import { findPublished } from "../../predict/open.js";

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

/** What to classify, and with which version. */
export interface ClassifyOptions {
  readonly csv?: string;
  readonly read: ReadOptions;
  readonly repository: string;
  readonly version?: number;
  readonly signal: AbortSignal;
}

/**
 * Classifies.
 *
 * @throws InputError when the table cannot be read, or no country of it has enough days; NotFoundError when there is no
 * such version, or no table was given and the version was published without its last days.
 */
export async function classifyTable({ csv, read, repository, version, signal }: ClassifyOptions): Promise<Classified> {
  const { bundle } = await findPublished(repository, "trend", version);
  const model = new LoadedModel(bundle);
  const context: OperationContext = {
    manifests: model.manifests,
    pictures: noPictures,
    signal,
    infer: (graph, feeds) => model.infer(graph, feeds),
  };
  try {
    if (csv === undefined) {
      return { ...(await latestResults(context)), source: null, skipped: [], notes: [], warnings: [] };
    }
    return await ofTable(context, csv, read);
  } finally {
    await model.release();
  }
}

async function ofTable(context: OperationContext, csv: string, read: ReadOptions): Promise<Classified> {
  const table = readCaseTable(await bytesOf(csv), basename(csv), read);
  const { windows, skipped } = lastWindows(table, windowOf(trendManifest(context.manifests).contract));
  const [first] = skipped;
  if (windows.length === 0 && first !== undefined) {
    throw new InputError(`no country can be classified; ${first.name}: ${first.reason}`, {
      where: { file: basename(csv) },
      next: "Give a table of more days, or a version with a shorter window (--version).",
    });
  }
  const answer = await datedResults(context, windows);
  const stamped = table.findings.simulated && !answer.simulated;
  return {
    ...answer,
    // A real model asked about simulated epidemics says nothing about the world either.
    simulated: answer.simulated || table.findings.simulated,
    notice: stamped ? `Simulated: the table holds simulated epidemics. ${answer.notice}` : answer.notice,
    source: basename(csv),
    skipped,
    notes: tableNotes(table),
    warnings: tableWarnings(table),
  };
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT") throw new InputError("there is no such file", { where: { file }, cause });
    if (code === "EISDIR") throw new InputError("is a folder, not a file", { where: { file }, cause });
    throw new InputError(`cannot be read: ${(cause as Error).message}`, { where: { file }, cause });
  }
}
