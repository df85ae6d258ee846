/** From windows of cases to labels and probabilities: what the operation, the resources and the command line share. */

import type { Contract, Manifest, OperationContext } from "kilnjs";
import { at, FailedError, labelsOf, makeTensor } from "kilnjs";
import { z } from "zod";
import { countryOf } from "./countries/country.js";
import { weekday } from "./dates.js";
import { hasNoCase, NO_CASES } from "./no-cases.js";
import { trendNotice } from "./notice.js";

/** Windows in one run of the graph: enough to be quick, few enough to leave room for others in between. */
const ROWS_A_RUN = 256;

/** The last days of one series. */
export interface SeriesWindow {
  readonly name: string;
  /** Cases a day, oldest first, as many as the version's window has days. */
  readonly increments: Float32Array;
  /** Day number of the last of them. */
  readonly end: number;
}

/** What is said of one series. */
export const trendResultSchema = z.object({
  name: z.string(),
  iso: z.string().nullable().describe("ISO 3166-1 alpha-2, or null when the name is no country"),
  label: z.string().describe(`the likeliest of the contract's labels; "${NO_CASES}" where the window has no case`),
  probability: z
    .number()
    .nullable()
    .describe(
      "probability of an increase, whatever the label is; of several classes, of those above the middle one; null where the window has no case",
    ),
  classes: z.exactOptional(
    z.record(z.string(), z.number()).describe("the probability of each label, when there are more than two"),
  ),
});

/** What comes with every answer: who answers, to what question, and what it is worth. */
export const trendAnswerFields = {
  model: z.string(),
  version: z.int(),
  simulated: z.boolean(),
  notice: z.string(),
  meaning: z.string().describe("the question that the probability answers"),
};

export type TrendResult = z.infer<typeof trendResultSchema>;

/** What the functions here need of an operation's context. */
export type TrendContext = Pick<OperationContext, "manifests" | "infer" | "signal">;

/**
 * Labels windows by the published graph, in the order in which they are given. Of a window without a case nothing is asked:
 * its label says so, and it has no probability.
 *
 * @throws FailedError when the graph answers otherwise than its contract says.
 */
export async function classifySeries(context: TrendContext, windows: readonly SeriesWindow[]): Promise<TrendResult[]> {
  const { contract } = trendManifest(context.manifests);
  refuseOtherLengths(windows, windowOf(contract));
  const asked = windows.filter(({ increments }) => !hasNoCase(increments));
  const answered = new Map<SeriesWindow, TrendResult>();
  for (let from = 0; from < asked.length; from += ROWS_A_RUN) {
    if (from > 0) context.signal?.throwIfAborted();
    const rows = asked.slice(from, from + ROWS_A_RUN);
    const results = await classifyRows(context, contract, rows);
    results.forEach((result, row) => {
      const window = rows[row];
      if (window !== undefined) answered.set(window, result);
    });
  }
  return windows.map((window) => answered.get(window) ?? withoutCases(window));
}

function withoutCases({ name }: SeriesWindow): TrendResult {
  return { name, iso: countryOf(name).iso, label: NO_CASES, probability: null };
}

function refuseOtherLengths(windows: readonly SeriesWindow[], days: number): void {
  const other = windows.find(({ increments }) => increments.length !== days);
  if (other === undefined) return;
  throw new FailedError(`a window of ${other.increments.length} days was given to a model of ${days}`);
}

async function classifyRows(
  context: TrendContext,
  contract: Contract,
  windows: readonly SeriesWindow[],
): Promise<TrendResult[]> {
  const days = windowOf(contract);
  const rows = windows.length;
  const increments = new Float32Array(rows * days);
  const startWeekdays = new Int32Array(rows);
  windows.forEach((window, row) => {
    increments.set(window.increments, row * days);
    startWeekdays[row] = weekday(window.end - (days - 1));
  });
  const outputs = await context.infer("trend", {
    increments: makeTensor("float32", [rows, days], increments),
    start_weekday: makeTensor("int32", [rows, 1], startWeekdays),
  });
  const answered = outputs.probability?.data;
  if (answered === undefined) throw new FailedError("the graph trend gave no probability");
  const width = answered.length / rows;
  return windows.map(({ name }, row) => ({
    name,
    iso: countryOf(name).iso,
    ...labelled(labelsOf(contract) ?? [], Array.from(answered.subarray(row * width, (row + 1) * width), Number)),
  }));
}

/** One number is the probability of the second of two labels; several are those of all labels, from falling to rising. */
function labelled(
  labels: readonly string[],
  probabilities: readonly number[],
): Pick<TrendResult, "label" | "probability" | "classes"> {
  const [single = Number.NaN] = probabilities;
  const expected = probabilities.length === 1 ? 2 : probabilities.length;
  if (labels.length !== expected) {
    throw new FailedError(`the graph trend gave ${probabilities.length} probabilities for ${labels.length} labels`);
  }
  if (probabilities.length === 1) return { label: at(labels, single > 0.5 ? 1 : 0), probability: single };
  const likeliest = probabilities.reduce((best, value, i) => (value > at(probabilities, best) ? i : best), 0);
  const rising = probabilities.slice(Math.ceil(probabilities.length / 2));
  return {
    label: at(labels, likeliest),
    probability: Math.min(
      1,
      rising.reduce((sum, value) => sum + value, 0),
    ),
    classes: Object.fromEntries(labels.map((label, i) => [label, at(probabilities, i)])),
  };
}

/** The fields of `trendAnswerFields` for a published version. */
export function trendAnswer(manifest: Manifest) {
  const { simulated } = manifest.training.data;
  return {
    model: manifest.name,
    version: manifest.version,
    simulated,
    notice: trendNotice(simulated),
    meaning: manifest.contract.outputs.find((output) => output.name === "probability")?.description ?? "",
  };
}

/** The manifest of the one graph. @throws FailedError when the active version lacks it. */
export function trendManifest(manifests: Readonly<Record<string, Manifest>>): Manifest {
  const manifest = manifests.trend;
  if (manifest === undefined) throw new FailedError("the active version has no graph named trend");
  return manifest;
}

/** The window length of a version, read from its contract, so that a version goes on as it was trained. */
export function windowOf(contract: Contract): number {
  const days = contract.inputs.find((input) => input.name === "increments")?.dimensions[1]?.size;
  if (days === undefined || days === null) throw new FailedError("the contract of trend has no fixed window");
  return days;
}
