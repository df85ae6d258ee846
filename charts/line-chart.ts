/** Curves over steps or days, with lines to compare them with: training and validation, baselines. */
import { type Axis, type AxisOptions, axisFor, drawAxes, type Frame, leftSpace, line } from "./axes.js";
import { type EndLabel, endLabelSpace, endLabels } from "./end-labels.js";
import { type Area, type Drawing, type FigureOptions, figure } from "./figure.js";
import { coordinate, element, group, type Markup } from "./svg.js";
import { sizes, text } from "./text.js";
import { dashOf, seriesRole } from "./theme.js";

/** A curve. A y that is not finite interrupts it. */
export interface LineSeries {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Draw a dot at each point: for few of them. */
  readonly dots?: boolean;
}

/** A value to compare with: a horizontal line over the whole plot. */
export interface ReferenceLine {
  readonly name: string;
  readonly value: number;
}

/** A vertical line: an event, the best epoch. */
export interface Marker {
  readonly name: string;
  readonly x: number;
}

/** A line chart. */
export interface LineChartOptions extends FigureOptions {
  readonly x: AxisOptions;
  readonly y: AxisOptions;
  readonly series: readonly LineSeries[];
  readonly references?: readonly ReferenceLine[];
  readonly markers?: readonly Marker[];
  /** Height of the plot. */
  readonly plotHeight?: number;
}

/** Draws the chart as an SVG document. */
export function lineChart(options: LineChartOptions): string {
  const { series, references = [] } = options;
  const x = axisFor(
    series.flatMap(({ points }) => points.map(([value]) => value)),
    { ...options.x, ...tight(options) },
  );
  const y = axisFor(
    [...series.flatMap(({ points }) => points.map(([, value]) => value)), ...references.map(({ value }) => value)],
    options.y,
  );
  return figure(options, describe(options, y), options.width ?? 760, (area) => draw(options, x, y, area));
}

/** Steps and days begin and end where they do: a round number beyond the last one would look like missing data. */
function tight({ x, series }: LineChartOptions): { domain?: readonly [number, number] } {
  if (x.domain !== undefined) return { domain: x.domain };
  const values = series.flatMap(({ points }) => points.map(([value]) => value)).filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low < high && x.scale !== "log" ? { domain: [low, high] } : {};
}

function draw(options: LineChartOptions, x: Axis, y: Axis, area: Area): Drawing {
  const { series, references = [], markers = [], plotHeight = 320 } = options;
  const ends = series.map(
    ({ name, points }, i): EndLabel => ({ name, value: lastFinite(points, y), role: seriesRole(i) }),
  );
  const labels = [...ends, ...references.map(({ name, value }): EndLabel => ({ name, value, role: "muted" }))];
  const frame: Frame = {
    left: area.x + leftSpace(y),
    right: area.x + area.width - endLabelSpace(labels),
    top: area.y + (markers.length === 0 ? 4 : 18),
    bottom: area.y + plotHeight,
  };
  const placeX = x.place(frame.left, frame.right);
  const placeY = y.place(frame.bottom, frame.top);
  return {
    height: plotHeight + 46,
    markup: group(
      drawAxes(x, y, frame),
      ...markers.map(({ name, x: at }) => marker(name, placeX(at), frame)),
      ...references.map(({ value }) =>
        line(frame.left, placeY(value), frame.right, placeY(value), "muted", { "stroke-dasharray": "2 3" }),
      ),
      ...series.map((entry, i) => curve(entry, i, placeX, (value) => (visible(value, y) ? placeY(value) : null))),
      endLabels(labels, placeY, frame),
    ),
  };
}

function curve(
  { points, dots = false }: LineSeries,
  index: number,
  placeX: (value: number) => number,
  placeY: (value: number) => number | null,
): Markup {
  let path = "";
  let pen = false;
  const marks: Markup[] = [];
  for (const [valueX, valueY] of points) {
    const [px, py] = [placeX(valueX), placeY(valueY)];
    if (py !== null) path += `${pen ? "L" : "M"}${coordinate(px)},${coordinate(py)}`;
    pen = py !== null;
    if (dots && py !== null) marks.push(element("circle", { class: `k-${seriesRole(index)}`, cx: px, cy: py, r: 3 }));
  }
  const stroke = { class: `k-${seriesRole(index)}-line`, "stroke-width": 2, "stroke-linejoin": "round" };
  return group(element("path", { ...stroke, d: path, "stroke-dasharray": dashOf(index) }), ...marks);
}

function marker(name: string, x: number, { top, bottom, left, right }: Frame): Markup {
  const anchor = x - left < 60 ? "start" : right - x < 60 ? "end" : "middle";
  return group(
    line(x, top, x, bottom, "axis", { "stroke-dasharray": "1 3" }),
    text(name, x, top - 6, { size: sizes.tick, role: "muted", anchor }),
  );
}

function visible(value: number, { logarithmic }: Axis): boolean {
  return Number.isFinite(value) && (!logarithmic || value > 0);
}

function lastFinite(points: LineSeries["points"], y: Axis): number {
  return points.findLast(([, value]) => visible(value, y))?.[1] ?? Number.NaN;
}

function describe({ series, references = [], x }: LineChartOptions, y: Axis): string {
  const curves = series.map(({ name, points }) => {
    const shown = points.filter(([, value]) => visible(value, y));
    const [first, last] = [shown[0], shown.at(-1)];
    if (first === undefined || last === undefined) return `${name}: no values.`;
    return `${name}: from ${y.format(first[1])} at ${x.label} ${first[0]} to ${y.format(last[1])} at ${last[0]}.`;
  });
  const lines = references.map(({ name, value }) => `${name}: ${y.format(value)}.`);
  return [`Line chart of ${y.label} over ${x.label}.`, ...curves, ...lines].join(" ");
}
