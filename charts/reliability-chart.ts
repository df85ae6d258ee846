/** Reliability diagram: does what is called 70 % happen seven times in ten? With the number of answers in each bin. */
import { type Axis, axisFor, drawAxes, type Frame, leftSpace, line, percent, shortNumber } from "./axes.js";
import { type Area, type Drawing, type FigureOptions, figure } from "./figure.js";
import { key } from "./key.js";
import { coordinate, element, group, type Markup } from "./svg.js";
import { text } from "./text.js";
import { dashOf, seriesRole } from "./theme.js";

/** Answers of which about the same was said. */
export interface ReliabilityBar {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** Mean of what was said. */
  readonly said: number;
  /** Share that happened; null without answers. */
  readonly happened: number | null;
  readonly interval: readonly [number, number] | null;
}

/** One model, or one model before or after calibration. */
export interface ReliabilitySeries {
  readonly name: string;
  readonly bins: readonly ReliabilityBar[];
}

/** A reliability diagram; the histogram below counts the first series. */
export interface ReliabilityChartOptions extends FigureOptions {
  readonly series: readonly ReliabilitySeries[];
}

const HISTOGRAM_HEIGHT = 84;
/** Room between the two plots. */
const GAP = 22;

/** Draws the diagram as an SVG document. */
export function reliabilityChart(options: ReliabilityChartOptions): string {
  return figure(options, describe(options), options.width ?? 560, (area) => draw(options, area));
}

function draw({ series }: ReliabilityChartOptions, area: Area): Drawing {
  const x = axisFor([], { label: "probability that was said", domain: [0, 1], format: percent });
  const y = axisFor([], { label: "share that happened", domain: [0, 1], format: percent });
  const bins = series[0]?.bins ?? [];
  const counts = axisFor([0, ...bins.map(({ count }) => count)], { label: "answers", format: shortNumber }, 2);
  const left = area.x + Math.max(leftSpace(y), leftSpace(counts));
  const side = area.x + area.width - 14 - left;
  const frame: Frame = { left, right: left + side, top: area.y + 4, bottom: area.y + 4 + side * 0.86 };
  const below: Frame = { ...frame, top: frame.bottom + GAP, bottom: frame.bottom + GAP + HISTOGRAM_HEIGHT };
  const placeX = x.place(frame.left, frame.right);
  const placeY = y.place(frame.bottom, frame.top);
  const unnamed: Axis = { ...x, label: "", ticks: x.ticks.map((tick) => ({ ...tick, label: "" })) };
  return {
    height: below.bottom - area.y + 46,
    markup: group(
      drawAxes(unnamed, y, frame),
      drawAxes(x, counts, below),
      line(frame.left, frame.bottom, frame.right, frame.top, "muted", { "stroke-dasharray": "2 3" }),
      ...series.map((entry, i) => curve(entry, i, placeX, placeY)),
      ...bins.map((bin) => column(bin, placeX, counts.place(below.bottom, below.top), below)),
      key(
        [...series.map(({ name }, i) => ({ name, series: i })), { name: "as it should be", series: "diagonal" }],
        frame,
        "top-left",
      ),
    ),
  };
}

function curve(
  { bins }: ReliabilitySeries,
  index: number,
  placeX: (value: number) => number,
  placeY: (value: number) => number,
): Markup {
  const shown = bins.flatMap((bin) =>
    bin.happened === null ? [] : [{ x: placeX(bin.said), y: placeY(bin.happened), interval: bin.interval }],
  );
  const path = shown.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${coordinate(x)},${coordinate(y)}`).join("");
  const role = seriesRole(index);
  return group(
    ...shown.flatMap(({ x, interval }) =>
      interval === null ? [] : [line(x, placeY(interval[0]), x, placeY(interval[1]), role, { "stroke-width": 1.2 })],
    ),
    element("path", {
      class: `k-${role}-line`,
      d: path,
      "stroke-width": 2,
      "stroke-dasharray": dashOf(index),
    }),
    ...shown.map(({ x, y }) => mark(index, x, y)),
  );
}

/** Circles for the first series, squares for the second, triangles after that. */
function mark(index: number, x: number, y: number): Markup {
  const look = { class: `k-${seriesRole(index)}` };
  if (index === 0) return element("circle", { ...look, cx: x, cy: y, r: 4.5 });
  if (index === 1) return element("rect", { ...look, x: x - 4, y: y - 4, width: 8, height: 8 });
  return element("path", { ...look, d: `M${coordinate(x)},${coordinate(y - 5)}l5,9h-10z` });
}

function column(
  { low, high, count }: ReliabilityBar,
  placeX: (value: number) => number,
  placeCount: (value: number) => number,
  frame: Frame,
): Markup {
  const [x, end] = [placeX(low) + 1.5, placeX(high) - 1.5];
  const y = placeCount(count);
  return group(
    element("rect", { class: "k-series-0", x, y, width: end - x, height: frame.bottom - y, opacity: 0.75 }),
    text(shortNumber(count), (x + end) / 2, y - 4, { size: 11, role: "muted", anchor: "middle" }),
  );
}

function describe({ series }: ReliabilityChartOptions): string {
  const lines = series.map(({ name, bins }) => {
    const parts = bins.flatMap(({ said, happened, count }) =>
      happened === null ? [] : [`${percent(said)} said, ${percent(happened)} happened (${count} answers)`],
    );
    return `${name}: ${parts.join("; ")}.`;
  });
  return ["Reliability diagram.", ...lines].join(" ");
}
