/** The curves in the page: a still picture for those without script and for paper, and the numbers for the script. */
import { lineChart } from "../../../charts/line-chart.js";
import type { CurveChart } from "../curves.js";
import type { RunRecord } from "../read/record.js";
import { escapeHtml, shown } from "./html.js";

/** Points of a line in a still picture; the page's own curves keep more. */
const STILL_POINTS = 200;
const LIVE_POINTS = 1500;

/** One chart with its controls. */
export function chartFigure(chart: CurveChart, index: number, runs: readonly RunRecord[]): string {
  const id = `data-${index}`;
  const log = `<label><input type="checkbox" data-control="log"> logarithm</label>`;
  const spread = chart.curves.some(({ part }) => part === "spread");
  const smoothing = spread
    ? `<label>smoothing of the steps <input type="range" min="0" max="0.98" step="0.02" value="0" data-control="smoothing"></label>`
    : "";
  const reset = `<button type="button" data-control="reset">show all</button>`;
  return `<figure class="chart" data-chart="${id}"><figcaption>${escapeHtml(describe(chart, runs))}</figcaption>
<div class="still">${still(chart)}</div>
<div class="controls">${log}${smoothing}${reset}</div>
<script type="application/json" id="${id}">${json(live(chart))}</script></figure>`;
}

function describe({ figure, curves, least }: CurveChart, runs: readonly RunRecord[]): string {
  const told = least === null ? "" : ` Least: ${shown(least.value)} (${least.curve}, step ${least.step}).`;
  const parts = [...new Set(curves.flatMap(({ part }) => (part === "spread" ? [] : [part])))];
  const lines = parts.length === 0 ? "each logged step" : parts.join(" and ");
  const drawn = [...new Set(curves.map(({ run }) => runs[run]?.name ?? ""))];
  // More names than these are in the legend, and at the ends of the lines.
  const names = drawn.length > 3 ? `${drawn.length} runs` : drawn.join(", ");
  return `${figure}: ${lines}${drawn.length === 1 ? "" : ` of ${names}`}.${told}`;
}

function still({ figure, curves, least }: CurveChart): string {
  const lines = curves.filter(({ part }) => part !== "spread");
  return lineChart({
    title: figure,
    x: { label: "step", whole: true },
    y: { label: figure },
    series: (lines.length === 0 ? curves : lines).map(({ name, points }) => ({
      name,
      points: thinned(points, STILL_POINTS),
    })),
    references: least === null ? [] : [{ name: "least", value: least.value }],
    width: 900,
    id: `still-${figure.replace(/\W/g, "-")}`,
  });
}

function live(chart: CurveChart): CurveChart {
  return { ...chart, curves: chart.curves.map((curve) => ({ ...curve, points: thinned(curve.points, LIVE_POINTS) })) };
}

/** At most so many points, the first and the last among them. */
function thinned<Point>(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return [...points];
  return Array.from({ length: most }, (_, i) => points[Math.round((i * (points.length - 1)) / (most - 1))] as Point);
}

/** JSON that cannot end the element it stands in. */
function json(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
