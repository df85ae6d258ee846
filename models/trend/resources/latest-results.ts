/** Results of the published data's last days, computed once for each version by the graph that is served. */

import type { Manifest } from "kilnjs";
import { z } from "zod";
import {
  classifySeries,
  type SeriesWindow,
  type TrendContext,
  type TrendResult,
  trendAnswer,
  trendAnswerFields,
  trendManifest,
  trendResultSchema,
} from "../classify-series.js";
import { isoDate } from "../dates.js";
import { readLatest } from "../latest.js";

const datedResultSchema = trendResultSchema.extend({ end: z.string().describe("the last day that was read") });

/** Results with the day that each is of. */
export const datedResultsSchema = z.object({
  ...trendAnswerFields,
  asOf: z.string().nullable().describe("the latest of the days that were read"),
  results: z.array(datedResultSchema),
});

export type DatedResults = z.infer<typeof datedResultsSchema>;
/** A result with the day that it is of. */
export type DatedResult = z.infer<typeof datedResultSchema>;

/** Manifests never change, and go when their generation of models goes. */
const known = new WeakMap<Manifest, DatedResults>();

/**
 * The latest result of each country of the data that the served version was trained on.
 *
 * @throws NotFoundError when the version was published without them.
 */
export async function latestResults(context: TrendContext): Promise<DatedResults> {
  const manifest = trendManifest(context.manifests);
  const cached = known.get(manifest);
  if (cached !== undefined) return cached;
  const results = await datedResults(context, readLatest(manifest));
  known.set(manifest, results);
  return results;
}

/** Labels windows, and says of which day each answer is. */
export async function datedResults(context: TrendContext, windows: readonly SeriesWindow[]): Promise<DatedResults> {
  const results = await classifySeries(context, windows);
  const last = windows.reduce((latest, { end }) => Math.max(latest, end), Number.NEGATIVE_INFINITY);
  return {
    ...trendAnswer(trendManifest(context.manifests)),
    asOf: windows.length === 0 ? null : isoDate(last),
    results: results.map((result, i) => dated(result, windows[i]?.end ?? last)),
  };
}

function dated({ name, iso, ...answer }: TrendResult, end: number): DatedResult {
  return { name, iso, end: isoDate(end), ...answer };
}
