/** Results of the published model `trend`: of a table's countries, or of the data that the model was trained on. */
import { basename } from "node:path";
import type { OperationContext } from "kilnjs";
import { readInput } from "kilnjs/cli";
import { openPublished } from "kilnjs/store";
import { type Classified, classifyPublished, classifyWindows, tableWindows } from "../../classified.js";
import { trendManifest, windowOf } from "../../classify-series.js";
import type { ReadOptions } from "../../table/options.js";
import { readCaseTable } from "../../table/read-table.js";

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
  const model = await openPublished("trend", { repository, version });
  const context = model.context(signal);
  try {
    return csv === undefined ? await classifyPublished(context) : await ofTable(context, csv, read);
  } finally {
    await model.release();
  }
}

async function ofTable(context: OperationContext, csv: string, read: ReadOptions): Promise<Classified> {
  const source = basename(csv);
  const table = readCaseTable(await readInput(csv), source, read);
  const days = windowOf(trendManifest(context.manifests).contract);
  return classifyWindows(context, tableWindows(table, source, days));
}
