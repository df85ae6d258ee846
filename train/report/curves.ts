/** Curves of a report: each figure that was logged, over the steps, for every run and part. */
import { centred } from "../../core/variation.js";
import type { MetricsRow, RunRecord } from "./read/record.js";

/** A line: after every epoch, or (`spread`) after every logged step, which shows how far steps scatter. */
export interface Curve {
  readonly name: string;
  /** Index of the run; `part` tells its lines apart. */
  readonly run: number;
  readonly part: "training" | "validation" | "spread";
  readonly points: readonly (readonly [step: number, value: number])[];
}

/** One chart. */
export interface CurveChart {
  /** `loss`, `kl`; `loss, NAME` where it is that of one run alone. */
  readonly figure: string;
  readonly curves: readonly Curve[];
  /** The least value of a validation curve (or, without any, of a training curve), where less is better. */
  readonly least: { readonly value: number; readonly step: number; readonly curve: string } | null;
}

/** Figures whose least value is worth a line. */
const LESS_IS_BETTER = /loss|mse|error|brier|ece/i;
/** Figures first of all, in this order. */
const FIRST = ["loss", "accuracy", "mse", "squaredError", "kl"];

/** Settings that decide what a loss is made of, and of which question. */
const LOSS_SETTINGS = ["loss", "reduction", "klWeight", "freeBits", "label"];

/** True when the losses of runs have no scale in common, since they are not made of the same parts. */
export function lossesDiffer(runs: readonly Pick<RunRecord, "settings">[]): boolean {
  return LOSS_SETTINGS.some((name) => new Set(runs.map(({ settings }) => settings[name])).size > 1);
}

/**
 * All charts: losses first, then the rest by name; figures that never change are left out. Losses of runs that do not go
 * down the same one have nothing in common, not even a scale: each has a chart of its own.
 */
export function curveCharts(runs: readonly RunRecord[]): CurveChart[] {
  const names = new Set(runs.flatMap(({ epochs, steps }) => [...epochs, ...steps].flatMap(figuresOf)));
  return [...names]
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .flatMap((figure) =>
      figure === "loss" && lossesDiffer(runs)
        ? runs.map((run) => ({ ...chartOf(figure, runs, run), figure: `${figure}, ${run.name}` }))
        : [chartOf(figure, runs)],
    )
    .filter(({ curves }) => curves.some(({ points }) => new Set(points.map(([, value]) => value)).size > 1));
}

function rank(figure: string): number {
  const place = FIRST.indexOf(figure);
  return place < 0 ? FIRST.length : place;
}

/** `training.loss` and `validation.loss` are two lines of one figure. */
function figuresOf({ figures }: MetricsRow): string[] {
  return Object.keys(figures).map((name) => name.replace(/^(training|validation)\./, ""));
}

function chartOf(figure: string, runs: readonly RunRecord[], only?: RunRecord): CurveChart {
  const curves = runs.flatMap((run, index): Curve[] => {
    if (only !== undefined && run !== only) return [];
    const name = (part: string): string => (runs.length === 1 || only !== undefined ? part : `${run.name} ${part}`);
    const line = (rows: readonly MetricsRow[], key: string): Curve["points"] =>
      rows.flatMap(({ step, figures }) => (figures[key] === undefined ? [] : [[step, figures[key]] as const]));
    const parts: Curve[] = [
      { name: name("each step"), run: index, part: "spread", points: line(run.steps, figure) },
      { name: name("training"), run: index, part: "training", points: line(run.epochs, `training.${figure}`) },
      { name: name("validation"), run: index, part: "validation", points: line(run.epochs, `validation.${figure}`) },
    ];
    return parts.filter(({ points }) => points.length > 0);
  });
  return { figure, curves, least: LESS_IS_BETTER.test(figure) ? leastOf(curves) : null };
}

function leastOf(curves: readonly Curve[]): CurveChart["least"] {
  const part = curves.some((curve) => curve.part === "validation") ? "validation" : "training";
  let least: CurveChart["least"] = null;
  for (const curve of curves) {
    if (curve.part !== part) continue;
    for (const [step, value] of curve.points) {
      if (least === null || value < least.value) least = { value, step, curve: curve.name };
    }
  }
  return least;
}

/** The least loss that a run reached: on validation data, or in training where nothing was validated; null without any. */
export function leastLoss(run: RunRecord): { readonly value: number; readonly step: number } | null {
  return chartOf("loss", [run]).least;
}

/** How far the logged steps of the last tenth scatter about their mean, for a run's loss; null with fewer than five. */
export function lateSpread({ steps }: RunRecord, figure = "loss"): { mean: number; deviation: number } | null {
  const values = steps.flatMap(({ figures }) => (figures[figure] === undefined ? [] : [figures[figure]]));
  const late = values.slice(-Math.max(5, Math.ceil(values.length / 10)));
  if (late.length < 5) return null;
  const mean = late.reduce((sum, value) => sum + value, 0) / late.length;
  const squares = centred(late)?.reduce((sum, offset) => sum + offset * offset, 0) ?? 0;
  return { mean, deviation: Math.sqrt(squares / late.length) };
}
