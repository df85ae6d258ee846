/** The last days that a table has of each country, as the network reads them. */

import type { SeriesWindow } from "./classify-series.js";
import { MAXIMUM_INCREMENT } from "./contract.js";
import type { CaseSeries, CaseTable } from "./table/case-table.js";

/** A country that cannot be classified, and why. */
export interface SkippedSeries {
  readonly name: string;
  readonly iso: string | null;
  readonly reason: string;
}

/** What a table gives: a window of each country that has one. */
export interface LastWindows {
  readonly windows: readonly SeriesWindow[];
  readonly skipped: readonly SkippedSeries[];
}

/**
 * The last `days` days of each country, up to its own last value: days behind it are filled, and say nothing.
 *
 * @param days the window of the model.
 */
export function lastWindows(table: CaseTable, days: number): LastWindows {
  const windows: SeriesWindow[] = [];
  const skipped: SkippedSeries[] = [];
  for (const series of table.series) {
    const { from, to } = reportedOf(series);
    const reason = refusal(series, from, to, days);
    if (reason !== null) skipped.push({ name: series.name, iso: series.iso, reason });
    else {
      const increments = Float32Array.from(series.increments.subarray(to - days, to));
      windows.push({ name: series.name, increments, end: table.firstDay + to - 1 });
    }
  }
  return { windows, skipped };
}

function reportedOf({ increments, reported }: CaseSeries): { readonly from: number; readonly to: number } {
  return reported ?? { from: 0, to: increments.length };
}

function refusal({ increments }: CaseSeries, from: number, to: number, days: number): string | null {
  const known = Math.max(0, to - from);
  if (known < days) return `${known} days of cases, the model's window needs ${days}`;
  const large = increments.subarray(to - days, to).find((value) => Math.abs(value) > MAXIMUM_INCREMENT);
  return large === undefined ? null : `${large} cases in one day is out of range: the model takes ${MAXIMUM_INCREMENT}`;
}
