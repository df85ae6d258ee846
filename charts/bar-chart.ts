/** One figure for each of several things: horizontal bars from zero, or dots with intervals where zero means nothing. */
import { type Axis, type AxisOptions, axisFor, type Frame, line, shortNumber } from "./axes.js";
import { type Area, type Drawing, type FigureOptions, figure } from "./figure.js";
import { element, group, type Markup } from "./svg.js";
import { shorten, sizes, text, widthOf } from "./text.js";

/** One row. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly interval?: readonly [number, number];
  /** The row that the picture is about: drawn in colour, the others in grey. */
  readonly highlight?: boolean;
}

/** A bar chart; rows are drawn in the order given. */
export interface BarChartOptions extends FigureOptions {
  readonly bars: readonly Bar[];
  readonly axis: AxisOptions;
  /** `dot` where lengths from zero would mislead: AUC begins at one half. */
  readonly mark?: "bar" | "dot";
  /** How the figures at the right are written; default: three decimals for small ones. */
  readonly figures?: (value: number) => string;
  /** Vertical lines to compare with. */
  readonly references?: readonly { readonly name: string; readonly value: number }[];
}

const ROW = 27;
const WIDEST_NAME = 240;

/** Draws the chart as an SVG document. */
export function barChart(options: BarChartOptions): string {
  const { bars, references = [], mark = "bar" } = options;
  const values = [
    ...bars.flatMap(({ value, interval }) => [value, ...(interval ?? [])]),
    ...references.map((r) => r.value),
  ];
  const axis = axisFor(mark === "bar" ? [0, ...values] : values, options.axis);
  const write = options.figures ?? figuresFor(bars);
  const figureOf = ({ value, interval }: Bar): string => {
    const range = interval === undefined ? "" : ` (${write(interval[0])} to ${write(interval[1])})`;
    return `${write(value)}${range}`.replaceAll("-", "\u2212");
  };
  const description = describe(options, axis, figureOf);
  return figure(options, description, options.width ?? 680, (area) => draw(options, axis, figureOf, area));
}

/** Three decimals where all figures are small, so that they line up; else as short as they are told apart. */
function figuresFor(bars: readonly Bar[]): (value: number) => string {
  return bars.every(({ value }) => Math.abs(value) < 10) ? (value) => value.toFixed(3) : shortNumber;
}

function draw(
  { bars, references = [], mark = "bar" }: BarChartOptions,
  axis: Axis,
  figureOf: (bar: Bar) => string,
  area: Area,
): Drawing {
  // Whole pixels: a name that just fits must not be cut for the rounding of a sum.
  const widest = Math.ceil(Math.max(0, ...bars.map(({ name, highlight }) => widthOf(name, sizes.label, highlight))));
  const names = Math.min(WIDEST_NAME, widest) + 12;
  const figures = Math.max(0, ...bars.map((bar) => widthOf(figureOf(bar), sizes.tick, true))) + 16;
  const top = area.y + (references.length === 0 ? 0 : 18);
  const frame: Frame = {
    left: area.x + names,
    right: area.x + area.width - figures,
    top,
    bottom: top + bars.length * ROW + 6,
  };
  const place = axis.place(frame.left, frame.right);
  return {
    height: frame.bottom - area.y + 46,
    markup: group(
      ...axis.ticks.flatMap(({ value, label }) => [
        line(place(value), frame.top, place(value), frame.bottom, "grid"),
        text(label, place(value), frame.bottom + 17, { size: sizes.tick, role: "muted", anchor: "middle" }),
      ]),
      text(axis.label, (frame.left + frame.right) / 2, frame.bottom + 37, { role: "muted", anchor: "middle" }),
      ...references.flatMap(({ name, value }) => [
        line(place(value), frame.top, place(value), frame.bottom, "muted", { "stroke-dasharray": "2 3" }),
        text(name, place(value), frame.top - 5, { size: sizes.tick, role: "muted", anchor: "middle" }),
      ]),
      ...bars.map((bar, i) => row(bar, mark, figureOf(bar), place, frame, frame.top + 3 + (i + 0.5) * ROW)),
      mark === "bar" ? line(place(0), frame.top, place(0), frame.bottom, "axis") : group(),
    ),
  };
}

function row(
  bar: Bar,
  mark: "bar" | "dot",
  written: string,
  place: (value: number) => number,
  frame: Frame,
  middle: number,
): Markup {
  const { name, value, interval, highlight = false } = bar;
  const role = highlight ? "series-0" : "axis";
  const [from, to] = [place(0), place(value)];
  const box = { x: Math.min(from, to), y: middle - 8, width: Math.abs(to - from), height: 16 };
  return group(
    text(shorten(name, frame.left - 32, sizes.label, highlight), frame.left - 10, middle + 4.5, {
      anchor: "end",
      bold: highlight,
    }),
    mark === "bar" ? element("rect", { class: `k-${role}`, ...box }) : group(),
    ...(interval === undefined ? [] : [whisker(interval, place, middle, mark === "bar" ? "ink" : role)]),
    mark === "dot" ? element("circle", { class: `k-${role}`, cx: to, cy: middle, r: highlight ? 5.5 : 4.5 }) : group(),
    text(written, frame.right + 12, middle + 4, { size: sizes.tick, bold: highlight, role: "muted" }),
  );
}

function whisker(
  [low, high]: readonly [number, number],
  place: (value: number) => number,
  y: number,
  role: string,
): Markup {
  const thick = { "stroke-width": 1.6 };
  return group(
    line(place(low), y, place(high), y, role, thick),
    line(place(low), y - 4, place(low), y + 4, role, thick),
    line(place(high), y - 4, place(high), y + 4, role, thick),
  );
}

function describe({ bars, references = [] }: BarChartOptions, axis: Axis, figureOf: (bar: Bar) => string): string {
  const rows = bars.map((bar) => `${bar.name}: ${figureOf(bar)}.`);
  const lines = references.map(({ name, value }) => `${name}: ${axis.format(value)}.`);
  return [`Chart of ${axis.label}.`, ...rows, ...lines].join(" ");
}
