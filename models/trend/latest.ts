/** The last window of each country of the data that a version was trained on: a fitted value of the published model. */

import type { Json, Manifest } from "kilnjs";
import { FailedError, NotFoundError } from "kilnjs";
import { z } from "zod";
import { type SeriesWindow, windowOf } from "./classify-series.js";
import { isoDate, parseIsoDate } from "./dates.js";
import { lastWindows } from "./last-windows.js";
import type { CaseTable } from "./table/case-table.js";

const latestSchema = z.object({
  series: z.array(z.object({ name: z.string(), end: z.string(), increments: z.array(z.number()) })),
});

/**
 * The fitted value `latest`: the last `window` days of every country of a table, also of those that nothing was trained
 * on. float32 numbers, as the network reads them.
 */
export function latestOf(table: CaseTable, window: number): Json {
  const { windows } = lastWindows(table, window);
  return {
    series: windows.map(({ name, increments, end }) => ({ name, end: isoDate(end), increments: [...increments] })),
  };
}

/**
 * The windows that `latestOf` wrote.
 *
 * @throws NotFoundError when the version is older than they are; FailedError when they do not fit the model.
 */
export function readLatest({ fitted, contract, version }: Manifest): SeriesWindow[] {
  if (fitted.latest === undefined) {
    throw new NotFoundError(`version ${version} of trend was published without the last days of its countries`, {
      next: "Train and export again: kiln train trend, kiln export trend.",
    });
  }
  const latest = latestSchema.safeParse(fitted.latest);
  if (!latest.success) throw new FailedError(`the last days in version ${version} of trend cannot be read`);
  const days = windowOf(contract);
  return latest.data.series.map(({ name, end, increments }) => {
    if (increments.length !== days) throw new FailedError(`${name} has ${increments.length} days, not ${days}`);
    return { name, increments: Float32Array.from(increments), end: parseIsoDate(end, `latest of ${name}`) };
  });
}
