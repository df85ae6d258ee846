/** What the pictures of an evaluation are drawn from. */
import type { FigureOptions } from "kilnjs/charts";
import type { TrendEvaluation } from "../evaluation/schema.js";
import type { Atlas } from "../map/territories.js";
import type { CaseTable } from "../table/case-table.js";

/** Everything that is drawn from; nothing else decides a pixel. */
export interface PicturesInput {
  readonly evaluation: TrendEvaluation;
  /** Figures of each epoch by name (`training.loss`); none where nothing was trained just now. */
  readonly epochs: readonly Readonly<Record<string, number>>[];
  readonly table: CaseTable;
  /** Indices of the series that were learnt from. */
  readonly selected: readonly number[];
  readonly atlas: Atlas;
}

/** What all pictures have: the notice as the last note, and the stamp on what was made from simulated epidemics. */
export function framed(
  { simulated, notice }: Pick<TrendEvaluation, "simulated" | "notice">,
  title: string,
  subtitle: string,
  notes: readonly string[] = [],
): FigureOptions {
  return { title, subtitle, notes: [...notes, notice], ...(simulated ? { stamp: "Simulated" } : {}) };
}

/** "The next 7 days together have more new cases than the last 7": what a yes means, as the head of a sentence. */
export function question({ meaning }: Pick<TrendEvaluation, "meaning">): string {
  const said = meaning.replace(/^probability that /, "");
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}

/** "123 windows of 2021-01-01 to 2021-02-01, which nothing has learnt from". */
export function testPart({ split, test }: Pick<TrendEvaluation, "split" | "test">): string {
  const { firstTarget, lastTarget } = split.test;
  return `${test.windows.toLocaleString("en-GB")} test windows, ${firstTarget} to ${lastTarget}`;
}
