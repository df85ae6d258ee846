/** ROC curves: how many increases are found at the price of how many false alarms. */
import { axisFor, drawAxes, type Frame, leftSpace, line, percent } from "./axes.js";
import { type Area, type Drawing, type FigureOptions, figure } from "./figure.js";
import { key } from "./key.js";
import { coordinate, element, group, type Markup } from "./svg.js";
import { sizes, text } from "./text.js";
import { dashOf, seriesRole } from "./theme.js";

/** One curve, from (0, 0) to (1, 1). */
export interface RocSeries {
  readonly name: string;
  readonly points: readonly { readonly falsePositiveRate: number; readonly truePositiveRate: number }[];
  readonly auc: number;
  /** Ends of the interval of the area, to be written behind it. */
  readonly interval?: readonly [number, number];
  /** Where the threshold of one half lies. */
  readonly atHalf?: { readonly falsePositiveRate: number; readonly truePositiveRate: number };
}

/** Curves of several models on the same rows. */
export interface RocChartOptions extends FigureOptions {
  readonly series: readonly RocSeries[];
  /** What the two axes count; "false alarms among decreases" and "increases that were found" when left out. */
  readonly falseLabel?: string;
  readonly trueLabel?: string;
}

/** Draws the curves as an SVG document; the plot is a square. */
export function rocChart(options: RocChartOptions): string {
  return figure(options, describe(options), options.width ?? 560, (area) => draw(options, area));
}

function draw({ series, falseLabel, trueLabel }: RocChartOptions, area: Area): Drawing {
  const x = axisFor([], { label: falseLabel ?? "false alarms among decreases", domain: [0, 1], format: percent });
  const y = axisFor([], { label: trueLabel ?? "increases that were found", domain: [0, 1], format: percent });
  const left = area.x + leftSpace(y);
  const side = area.x + area.width - 14 - left;
  const frame: Frame = { left, right: left + side, top: area.y + 4, bottom: area.y + 4 + side };
  const placeX = x.place(frame.left, frame.right);
  const placeY = y.place(frame.bottom, frame.top);
  return {
    height: side + 50,
    markup: group(
      drawAxes(x, y, frame),
      line(frame.left, frame.bottom, frame.right, frame.top, "muted", { "stroke-dasharray": "2 3" }),
      text("guessing", placeX(0.22), placeY(0.22) - 6, {
        size: sizes.tick,
        role: "muted",
        anchor: "middle",
        rotate: -45,
      }),
      ...series.map((entry, i) => curve(entry, i, placeX, placeY)),
      key(
        series.map((entry, i) => ({ name: `${entry.name}: AUC ${areaOf(entry)}`, series: i })),
        frame,
        "bottom-right",
      ),
    ),
  };
}

function curve(
  { points, atHalf }: RocSeries,
  index: number,
  placeX: (value: number) => number,
  placeY: (value: number) => number,
): Markup {
  const path = thinned(
    points.map((point) => [placeX(point.falsePositiveRate), placeY(point.truePositiveRate)] as const),
  )
    .map(([x, y], i) => `${i === 0 ? "M" : "L"}${coordinate(x)},${coordinate(y)}`)
    .join("");
  const stroke = { class: `k-${seriesRole(index)}-line`, "stroke-width": index === 0 ? 2.5 : 1.8 };
  return group(
    element("path", { ...stroke, d: path, "stroke-dasharray": dashOf(index) }),
    atHalf === undefined
      ? group()
      : element("circle", {
          class: `k-${seriesRole(index)}`,
          cx: placeX(atHalf.falsePositiveRate),
          cy: placeY(atHalf.truePositiveRate),
          r: 4.5,
        }),
  );
}

/** Leaves out corners nearer than a pixel to the one before: thousands of them are one line to the eye. */
function thinned(corners: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const kept: (readonly [number, number])[] = [];
  corners.forEach((corner, i) => {
    const last = kept.at(-1);
    const far = last === undefined || Math.hypot(corner[0] - last[0], corner[1] - last[1]) >= 1;
    if (far || i === corners.length - 1) kept.push(corner);
  });
  return kept;
}

function areaOf({ auc, interval }: RocSeries): string {
  const range = interval === undefined ? "" : ` (${interval[0].toFixed(3)}–${interval[1].toFixed(3)})`;
  return `${auc.toFixed(3)}${range}`;
}

function describe({ series }: RocChartOptions): string {
  const areas = series.map((entry) => `${entry.name}: area ${areaOf(entry)}.`);
  return ["ROC curves: found increases over false alarms; guessing is the diagonal.", ...areas].join(" ");
}
