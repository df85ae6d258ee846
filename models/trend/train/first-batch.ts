/** The first batch of `trend`: windows as curves, each with the answer that goes with it. */
import { examplePanels } from "kilnjs/charts";
import type { BatchPicture, FirstBatchContext } from "kilnjs/train";
import { batchNotes, examplesIn, rowOf, tensorIn } from "kilnjs/train";
import { labelRules } from "../labels.js";
import type { TrendData } from "./dataset.js";
import type { TrendSettings } from "./settings.js";

/** Windows on the sheet; the JSON file has them all. */
const SHOWN = 48;
const COLUMNS = 6;
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/**
 * Draws `increments` of the batch with `start_weekday` and `label`, in the order of the batch.
 *
 * @throws FailedError when the batch lacks one of them.
 */
export async function drawFirstBatch({
  batch,
  random,
  schedules,
  settings,
  data,
}: FirstBatchContext<TrendSettings, TrendData>): Promise<BatchPicture> {
  const increments = tensorIn(batch, "increments");
  const weekdays = tensorIn(batch, "start_weekday");
  const labels = tensorIn(batch, "label");
  const examples = examplesIn(batch);
  const shown = Math.min(SHOWN, examples);
  const { classes, meaning } = labelRules[settings.label];
  const question = meaning.replace(/^probability that /, "");
  const nameOf = (label: number): string => classes[label] ?? `label ${label}`;
  const panels = Array.from({ length: shown }, (_, row) => ({
    title: `${row + 1}: ${nameOf(labels.data[row] ?? Number.NaN)}`,
    lines: [`from ${WEEKDAYS[weekdays.data[row] ?? -1] ?? `weekday ${weekdays.data[row]}`}`],
    curves: [Array.from(rowOf(increments, row, examples) ?? [])],
  }));
  const counts = classes.map((name, label) => `${name} ${labels.data.filter((value) => value === label).length}`);
  const which = shown === examples ? `all ${examples}` : `the first ${shown} of ${examples}`;
  return {
    svg: examplePanels({
      title: "The first batch",
      subtitle: `The windows of ${settings.window} days of new cases that the first training step got (${which}), each with its label. The label says whether ${question}.`,
      ...(data.summary.simulated ? { stamp: "Simulated" } : {}),
      notes: [`Labels in the batch: ${counts.join(", ")}.`, ...batchNotes({ batch, random, schedules })],
      panels,
      columns: COLUMNS,
      description: `${shown} panels, one a window: ${panels.map(({ title }) => title).join("; ")}.`,
    }),
  };
}
