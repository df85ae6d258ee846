/** The operation `classify`: series of case counts in, a label and a probability for each out. */
import { z } from "zod";
import type { Contract } from "../contract.js";
import { FailedError, InputError } from "../errors.js";
import type { Manifest } from "../manifest.js";
import { operation } from "../operation.js";
import { makeTensor } from "../tensor.js";
import { MAXIMUM_INCREMENT, trendLabels } from "./contract.js";
import { countryOf } from "./countries/country.js";
import { parseIsoDate, weekday } from "./dates.js";
import { trendNotice } from "./notice.js";

/** The most series in one request: ten times the countries there are. */
export const MAXIMUM_SERIES = 2000;
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

const resultSchema = z.object({
  name: z.string(),
  iso: z.string().nullable().describe("ISO 3166-1 alpha-2, or null when the name is no country"),
  label: z.enum(trendLabels),
  probability: z.number().describe("probability of an increase"),
});

const responseSchema = z.object({
  model: z.string(),
  version: z.int(),
  simulated: z.boolean(),
  notice: z.string(),
  meaning: z.string().describe("the question that the probability answers"),
  results: z.array(resultSchema),
});

/** A request that `classify` takes. */
export type ClassifyRequest = z.output<typeof requestSchema>;
/** What `classify` answers. */
export type ClassifyResponse = z.infer<typeof responseSchema>;

/** Labels each series by the last days of it. */
export const classify = operation({
  summary: "Say for each country whether its cases will increase",
  description:
    "Takes one or more series of daily new cases (or running totals, with cumulative: true) and answers, for each, a label and the calibrated probability of an increase. Only the last days that the model's window needs are read.",
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
    const window = windowOf(manifest.contract);
    const rows = request.series.length;
    const increments = new Float32Array(rows * window);
    const startWeekdays = new Int32Array(rows);
    request.series.forEach((series, row) => {
      const field = `/series/${row}`;
      increments.set(lastIncrements(series.values, window, request.cumulative, `${field}/values`), row * window);
      startWeekdays[row] = weekday(parseIsoDate(series.end, `${field}/end`) - (window - 1));
    });
    const outputs = await context.infer("trend", {
      increments: makeTensor("float32", [rows, window], increments),
      start_weekday: makeTensor("int32", [rows, 1], startWeekdays),
    });
    const probabilities = outputs.probability?.data;
    if (probabilities === undefined) throw new FailedError("the graph trend gave no probability");
    const { simulated } = manifest.training.data;
    const response: ClassifyResponse = {
      model: manifest.name,
      version: manifest.version,
      simulated,
      notice: trendNotice(simulated),
      meaning: manifest.contract.outputs.find((output) => output.name === "probability")?.description ?? "",
      results: request.series.map(({ name }, row) => {
        const probability = probabilities[row] as number;
        return { name, iso: countryOf(name).iso, label: trendLabels[probability > 0.5 ? 1 : 0], probability };
      }),
    };
    return { json: response };
  },
});

function trendManifest(manifests: Readonly<Record<string, Manifest>>): Manifest {
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

/**
 * The last `window` increments of a series.
 *
 * @throws InputError naming the field when the series is too short or an increment is beyond what the graph takes.
 */
export function lastIncrements(
  values: readonly number[],
  window: number,
  cumulative: boolean,
  field: string,
): Float32Array {
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
    const value = values[first + i] as number;
    const increment = cumulative ? value - (values[first + i - 1] as number) : value;
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
  return Array.from({ length: 57 }, (_, day) => Math.round(12000 * 1.01 ** day * (weekShape[day % 7] as number)));
}
