/** The operation `classify`: series of case counts in, a label and a probability for each out. */

import { at, InputError, operation } from "kilnjs";
import { z } from "zod";
import {
  classifySeries,
  type SeriesWindow,
  trendAnswer,
  trendAnswerFields,
  trendManifest,
  trendResultSchema,
  windowOf,
} from "./classify-series.js";
import { MAXIMUM_INCREMENT } from "./contract.js";
import { parseIsoDate } from "./dates.js";

/** The most series in one request: ten times the countries there are. */
const MAXIMUM_SERIES = 2000;
/** The longest series: more than a hundred years of days. */
const MAXIMUM_DAYS = 40_000;

const seriesSchema = z.object({
  name: z.string().min(1).max(200).describe("a country's name, or any name of your own"),
  values: z
    .array(z.number().min(-1e12).max(1e12))
    .min(1)
    .max(MAXIMUM_DAYS)
    .describe("cases a day, oldest first; the last ones are used"),
  end: z.string().describe("date of the last value, YYYY-MM-DD"),
});

const requestSchema = z.object({
  series: z.array(seriesSchema).min(1).max(MAXIMUM_SERIES),
  cumulative: z.boolean().default(false).describe("true when the values are totals so far, not cases a day"),
});

const responseSchema = z.object({ ...trendAnswerFields, results: z.array(trendResultSchema) });

/** What `classify` answers. */
export type ClassifyResponse = z.infer<typeof responseSchema>;

/** Labels each series by the last days of it. */
export const classify = operation({
  summary: "Say for each country whether its cases will increase",
  description:
    'Takes one or more series of daily new cases (or running totals, with cumulative: true) and answers, for each, a label and the calibrated probability of an increase, whatever the label is. A window without a case has the label "no recent cases" and no probability (null): nothing in it tells whether cases will come. Only the last days that the model\'s window needs are read.',
  request: requestSchema,
  response: responseSchema,
  example: {
    series: [{ name: "France", values: exampleValues(), end: "2021-03-01" }],
    cumulative: false,
  },
  exampleFor(manifests) {
    const values = exampleValues().slice(-windowOf(trendManifest(manifests).contract));
    return { series: [{ name: "France", values, end: "2021-03-01" }] };
  },
  async run(request, context) {
    const manifest = trendManifest(context.manifests);
    const days = windowOf(manifest.contract);
    const windows = request.series.map(({ name, values, end }, row): SeriesWindow => {
      const field = `/series/${row}`;
      return {
        name,
        increments: lastIncrements(values, days, request.cumulative, `${field}/values`),
        end: parseIsoDate(end, `${field}/end`),
      };
    });
    const results = await classifySeries(context, windows);
    const response: ClassifyResponse = { ...trendAnswer(manifest), results };
    return { json: response };
  },
});

/**
 * The last `window` increments of a series.
 *
 * @throws InputError naming the field when the series is too short or an increment is beyond what the graph takes.
 */
function lastIncrements(values: readonly number[], window: number, cumulative: boolean, field: string): Float32Array {
  const needed = cumulative ? window + 1 : window;
  if (values.length < needed) {
    const unit = cumulative ? "running totals" : "daily values";
    throw new InputError(`${values.length} values, needs at least ${needed} ${unit}`, {
      where: { field },
      next: `This model reads a window of ${window} days.`,
    });
  }
  const increments = new Float32Array(window);
  const first = values.length - window;
  for (let i = 0; i < window; i++) {
    const value = at(values, first + i);
    const increment = cumulative ? value - at(values, first + i - 1) : value;
    if (Math.abs(increment) > MAXIMUM_INCREMENT) {
      throw new InputError(`${increment} cases in one day is out of range`, {
        where: { field: `${field}/${first + i}` },
        next: `The model takes up to ${MAXIMUM_INCREMENT} cases a day.`,
      });
    }
    increments[i] = increment;
  }
  return increments;
}

/** Two months of a rising wave with quiet weekends: long enough for every window that can be trained. */
function exampleValues(): number[] {
  const weekShape = [1.05, 1.15, 1.1, 1.05, 1.0, 0.9, 0.75];
  return Array.from({ length: 57 }, (_, day) => Math.round(12000 * 1.01 ** day * at(weekShape, day % 7)));
}
