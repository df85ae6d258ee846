/** Axes of a plot: scales, ticks, grid, names. */
import { format } from "d3-format";
import { scaleLinear, scaleLog } from "d3-scale";
import { element, group, type Markup } from "./svg.js";
import { sizes, text, widthOf } from "./text.js";

/** An axis as a caller describes it. */
export interface AxisOptions {
  readonly label: string;
  /** Default: from the smallest to the largest value, made round. */
  readonly domain?: readonly [number, number];
  readonly scale?: "linear" | "log";
  /** Ticks at whole numbers only: epochs, countries. */
  readonly whole?: boolean;
  /** How numbers are written; default: as short as they are told apart. */
  readonly format?: (value: number) => string;
}

/** A scale that can be drawn. */
export interface Axis {
  readonly label: string;
  readonly domain: readonly [number, number];
  /** Values with a tick, and what is written there. */
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
  readonly logarithmic: boolean;
  /** Writes any value. */
  format(value: number): string;
  /** From a value to a place between `from` and `to`. */
  place(from: number, to: number): (value: number) => number;
}

/** Where a plot is. `bottom` is larger than `top`. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Values that differ by less than this share of the largest are one value. */
const ROUNDING = 1e-12;

/** Makes an axis for values; those that are not finite (or, on a logarithmic one, not positive) do not count. */
export function axisFor(values: Iterable<number>, options: AxisOptions, wanted = 6): Axis {
  const logarithmic = options.scale === "log";
  const domain = options.domain ?? extent(values, logarithmic);
  const scale = (logarithmic ? scaleLog() : scaleLinear()).domain([...domain]);
  if (options.domain === undefined) scale.nice(...(logarithmic ? [] : [wanted]));
  const [low = 0, high = 1] = scale.domain();
  const all = logarithmic ? logTicks(low, high, wanted) : scale.ticks(wanted);
  const shown = options.whole === true ? all.filter(Number.isInteger) : all;
  const tickFormat =
    options.format ??
    (options.whole === true
      ? format(",d")
      : logarithmic
        ? format(".3~s")
        : scaleLinear().domain([low, high]).tickFormat(wanted));
  return {
    label: options.label,
    domain: [low, high],
    ticks: shown.map((value) => ({ value, label: tickFormat(value).replace("-", "\u2212") })),
    logarithmic,
    format: (value) => (options.format ?? shortNumber)(value).replace("-", "\u2212"),
    place: (from, to) => scale.copy().range([from, to]),
  };
}

/** Three significant digits, thousands as k: 0.0431, 12.5, 1.2k. */
export function shortNumber(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 10_000) return format(".3~s")(value);
  return format(size >= 1000 ? ",.4~r" : ".3~r")(value);
}

/** A share as per cent: 0.5 is "50 %". */
export function percent(value: number): string {
  return `${format(".0f")(value * 100)} %`;
}

/** Space that an axis on the left needs: its numbers and its name. */
export function leftSpace(axis: Axis): number {
  return Math.max(...axis.ticks.map(({ label }) => widthOf(label, sizes.tick))) + 12 + (axis.label === "" ? 0 : 20);
}

/** The grid and both axes of a plot. The curves are drawn over it. */
export function drawAxes(x: Axis, y: Axis, { left, right, top, bottom }: Frame): Markup {
  const placeX = x.place(left, right);
  const placeY = y.place(bottom, top);
  return group(
    ...y.ticks.map(({ value }) => line(left, placeY(value), right, placeY(value), "grid")),
    ...x.ticks.map(({ value }) => line(placeX(value), top, placeX(value), bottom, "grid")),
    line(left, bottom, right, bottom, "axis"),
    line(left, top, left, bottom, "axis"),
    ...y.ticks.map(({ value, label }) =>
      text(label, left - 8, placeY(value) + 4, { size: sizes.tick, role: "muted", anchor: "end" }),
    ),
    ...x.ticks.map(({ value, label }) =>
      text(label, placeX(value), bottom + 18, { size: sizes.tick, role: "muted", anchor: "middle" }),
    ),
    text(x.label, (left + right) / 2, bottom + 38, { anchor: "middle", role: "muted" }),
    text(y.label, left - leftSpace(y) + 12, (top + bottom) / 2, { anchor: "middle", role: "muted", rotate: -90 }),
  );
}

/** A straight line in the colour of a role. */
export function line(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  role: string,
  attributes: Readonly<Record<string, string | number>> = {},
): Markup {
  return element("line", { class: `k-${role}-line`, x1, y1, x2, y2, ...attributes });
}

function extent(values: Iterable<number>, positive: boolean): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value) || (positive && value <= 0)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return positive ? [1, 10] : [0, 1];
  // Between numbers that differ in their last bits alone there are no round ticks.
  if (high - low > ROUNDING * Math.max(Math.abs(low), Math.abs(high))) return [low, high];
  return positive ? [low / 2, high * 2] : [low - 1, high + 1];
}

/** Powers of ten, and 2 and 5 times these where there are few of them. */
function logTicks(low: number, high: number, wanted: number): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const factors = last - first <= 2 ? [1, 2, 5] : [1];
  const step = Math.max(1, Math.ceil((last - first) / wanted));
  const ticks: number[] = [];
  for (let power = first; power <= last; power += step) {
    for (const factor of factors) ticks.push(Number(`${factor}e${power}`));
  }
  return ticks.filter((value) => value >= low * 0.999 && value <= high * 1.001);
}
