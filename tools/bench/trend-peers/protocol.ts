/** Which windows the contenders learn from and are asked about. */

import { weekday } from "../../../models/trend/dates.js";
import { type LabelName, labelRules } from "../../../models/trend/labels.js";
import { reportRule, selectByIncrements } from "../../../models/trend/selection.js";
import type { CaseTable } from "../../../models/trend/table/case-table.js";

/** Windows with their answers, as every contender gets them. */
export interface Rows {
  readonly count: number;
  readonly window: number;
  /** [count, window], oldest day first. */
  readonly increments: Float32Array;
  /** Of the oldest day, 0 = Monday. */
  readonly weekdays: Int32Array;
  readonly truth: Uint8Array;
  /** Index of the country of each row. */
  readonly country: Int32Array;
}

/** Target days before `learnTo` are learnt from, those from `testFrom` on are asked about. */
export interface Days {
  readonly learnTo: number;
  readonly testFrom: number;
}

/** How the table is cut. */
export interface Cut extends Days {
  readonly name: "shared" | "leak-free";
  /** Countries that are asked about. */
  readonly tested: readonly number[];
}

/** Share of the days that is learnt from, and the days left out after it: those of the shared figures. */
const [SHARE, GAP] = [0.7, 14];

/**
 * The protocol of the figures that circulate: the report's countries, chosen over all days, and a gap of 14 days. Its choice
 * sees the test, and its gap is shorter than window and label together.
 */
export function sharedCut(table: CaseTable): Cut {
  const learnTo = Math.round(SHARE * table.days);
  return { name: "shared", learnTo, testFrom: learnTo + GAP, tested: choose(table, table.days) };
}

/** The same without a leak: countries chosen by the days that are learnt from, and a gap that no window or label spans. */
export function leakFreeCut(table: CaseTable, window: number, label: LabelName): Cut {
  const learnTo = Math.round(SHARE * table.days);
  const gap = window + labelRules[label].horizon;
  return { name: "leak-free", learnTo, testFrom: learnTo + gap, tested: choose(table, learnTo) };
}

/** A cut inside the days that are learnt from: settings are chosen here, where the test has not been. */
export function tuningCut(table: CaseTable): Cut {
  const { learnTo, tested } = sharedCut(table);
  return { name: "shared", learnTo: learnTo - 45, testFrom: learnTo - 45 + GAP, tested };
}

function choose(table: CaseTable, days: number): number[] {
  return selectByIncrements(
    table.series.map(({ increments }) => increments.subarray(0, days)),
    reportRule,
  );
}

/** All windows of some countries whose target day is in [from, to) and whose label is known before `end`. */
export function rowsOf(
  table: CaseTable,
  countries: readonly number[],
  { window, label, from, to, leastCases }: RowsOptions,
): Rows {
  const { horizon, increases } = labelRules[label];
  const found: { country: number; target: number }[] = [];
  for (const country of countries) {
    const { increments } = seriesOf(table, country);
    for (let target = Math.max(window, from); target < Math.min(to, table.days - horizon + 1); target++) {
      if (casesOf(increments.subarray(target - window, target)) >= leastCases) found.push({ country, target });
    }
  }
  const rows = {
    count: found.length,
    window,
    increments: new Float32Array(found.length * window),
    weekdays: new Int32Array(found.length),
    truth: new Uint8Array(found.length),
    country: new Int32Array(found.length),
  };
  found.forEach(({ country, target }, row) => {
    const { increments } = seriesOf(table, country);
    rows.increments.set(increments.subarray(target - window, target), row * window);
    rows.weekdays[row] = weekday(table.firstDay + target - window);
    rows.truth[row] = increases(increments, target) ? 1 : 0;
    rows.country[row] = country;
  });
  return rows;
}

export interface RowsOptions {
  readonly window: number;
  readonly label: LabelName;
  readonly from: number;
  readonly to: number;
  /** Cases that a window must hold: one of nothing but zeros teaches nothing. */
  readonly leastCases: number;
}

function seriesOf(table: CaseTable, country: number): CaseTable["series"][number] {
  const series = table.series[country];
  if (series === undefined) throw new RangeError(`there is no country ${country} of ${table.series.length}`);
  return series;
}

function casesOf(window: Float64Array): number {
  return window.reduce((sum, value) => sum + Math.max(0, value), 0);
}
