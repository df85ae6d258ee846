/** Windows of a part as the learnt baselines read them. */
import { at, type Random } from "kilnjs";
import { weekday } from "../../dates.js";
import { labelRules } from "../../labels.js";
import type { CaseTable } from "../../table/case-table.js";
import { copyWindow, type WindowIndex } from "../../windows.js";
import type { TrendSettings } from "../settings.js";
import type { LearnerRows } from "./learners.js";

/** The windows of an index with their answers; `truth` is whether they increase, also where there are more classes. */
export function rowsOfWindows(
  table: CaseTable,
  { series, target }: WindowIndex,
  { window, label }: Pick<TrendSettings, "window" | "label">,
): LearnerRows {
  const count = series.length;
  const rows = {
    count,
    window,
    increments: new Float32Array(count * window),
    weekdays: new Int32Array(count),
    truth: new Uint8Array(count),
  };
  for (let row = 0; row < count; row++) {
    const { increments } = at(table.series, at(series, row), "series");
    const day = at(target, row, "window");
    copyWindow(increments, day, window, rows.increments, row * window);
    rows.weekdays[row] = weekday(table.firstDay + day - window);
    rows.truth[row] = labelRules[label].increases(increments, day) ? 1 : 0;
  }
  return rows;
}

/** Some windows of an index, in the order given. */
export function pickWindows({ series, target }: WindowIndex, rows: Uint32Array): WindowIndex {
  return {
    series: Int32Array.from(rows, (row) => at(series, row, "window")),
    target: Int32Array.from(rows, (row) => at(target, row, "window")),
  };
}

/** At most so many of the numbers 0..count-1, drawn without replacement and sorted; 0 = all. */
export function drawRows(random: Random, count: number, most: number): Uint32Array {
  const order = random.permutation(count);
  return order.slice(0, most === 0 ? count : most).sort();
}
