/** An evaluation as a table: the model, and below it everything that it must be better than. */
import type { Spread } from "../evaluation/checks-schema.js";
import type { Contender, TrendEvaluation } from "../evaluation/schema.js";
import { baselineTitles, MODEL_NAME } from "../evaluation-pictures/contenders.js";

type Row = (string | number | null)[];
type Ends = Pick<Spread, "low" | "high"> | undefined;

const columns = ["test days", "accuracy", "balanced", "MCC", "MCC 95 %", "AUC", "AUC 95 %", "Brier", "ECE"] as const;

/** A row for the model with its intervals, and one a baseline with the interval of how far the model is ahead of it. */
export function evaluationRows({ test }: TrendEvaluation): { columns: string[]; rows: Row[] } {
  const { model, baselines, intervals, ahead } = test;
  const others = (Object.keys(baselineTitles) as (keyof typeof baselineTitles)[]).flatMap((name) => {
    const contender = baselines[name];
    const distance = ahead.find(({ of }) => of === name);
    if (contender === undefined) return [];
    return [rowOf(baselineTitles[name], contender, signed(distance?.mcc), signed(distance?.auc))];
  });
  return {
    columns: [...columns],
    rows: [rowOf(MODEL_NAME, model, plain(intervals.mcc), plain(intervals.auc)), ...others],
  };
}

function rowOf(name: string, { scores }: Contender, mcc: string | null, auc: string | null): Row {
  const { accuracy, balancedAccuracy, brier, ece } = scores;
  return [name, accuracy, balancedAccuracy, scores.mcc, mcc, scores.auc ?? null, auc, brier, ece];
}

function plain(spread: Ends): string | null {
  return written(spread, (end) => end.toFixed(3));
}

/** How far the model is ahead of a baseline. */
function signed(spread: Ends): string | null {
  const ends = written(spread, (end) => `${end < 0 ? "" : "+"}${end.toFixed(3)}`);
  return ends === null ? null : `model ${ends}`;
}

/** Null where there are too few countries for an interval. */
function written(spread: Ends, end: (value: number) => string): string | null {
  if (spread === undefined || spread.low === null || spread.high === null) return null;
  return `${end(spread.low)} to ${end(spread.high)}`;
}
