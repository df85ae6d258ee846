/** Many small pictures of the same kind: windows of daily counts and what came after, say the ones with the worst answers. */
import { shortNumber } from "./axes.js";
import { type Area, type Drawing, type FigureOptions, figure } from "./figure.js";
import { element, group, type Markup } from "./svg.js";
import { shorten, sizes, text, widthOf } from "./text.js";

/** One panel: bars of a series, the first ones known, the later ones not. */
export interface Panel {
  readonly title: string;
  /** What was said and what happened: a line under the title. */
  readonly caption: string;
  readonly values: readonly number[];
  /** How many of the values were known: those after are drawn hollow. */
  readonly known: number;
  /** What is written under the first and the last bar: dates. */
  readonly ends?: readonly [string, string];
}

/** A sheet of panels, each with its own vertical scale. */
export interface SmallMultiplesOptions extends FigureOptions {
  readonly panels: readonly Panel[];
  readonly columns?: number;
  /** Names of the two kinds of bars. */
  readonly knownLabel: string;
  readonly laterLabel: string;
}

const PLOT_HEIGHT = 86;
const HEADER_HEIGHT = 50;
const PANEL_HEIGHT = HEADER_HEIGHT + PLOT_HEIGHT + 46;
const GAP = 22;

/** Draws the sheet as an SVG document. */
export function smallMultiples(options: SmallMultiplesOptions): string {
  return figure(options, describe(options), options.width ?? 900, (area) => draw(options, area));
}

function draw(options: SmallMultiplesOptions, area: Area): Drawing {
  const { panels, columns = 4, knownLabel, laterLabel } = options;
  const width = (area.width - GAP * (columns - 1)) / columns;
  const top = area.y + 26;
  const laterAt = area.x + widthOf(knownLabel, sizes.tick) + 44;
  return {
    height: 26 + Math.ceil(panels.length / columns) * PANEL_HEIGHT,
    markup: group(
      element("rect", { class: "k-series-0", x: area.x, y: area.y + 2, width: 12, height: 12 }),
      text(knownLabel, area.x + 18, area.y + 12.5, { size: sizes.tick, role: "muted" }),
      element("rect", { class: "k-series-1-line", x: laterAt, y: area.y + 2.5, width: 11, height: 11 }),
      text(laterLabel, laterAt + 18, area.y + 12.5, { size: sizes.tick, role: "muted" }),
      ...panels.map((panel, i) =>
        drawPanel(panel, area.x + (i % columns) * (width + GAP), top + Math.floor(i / columns) * PANEL_HEIGHT, width),
      ),
    ),
  };
}

function drawPanel({ title, caption, values, known, ends }: Panel, x: number, y: number, width: number): Markup {
  const top = y + HEADER_HEIGHT;
  const low = Math.min(0, ...values);
  const high = Math.max(low + 1, ...values);
  const place = (value: number): number => top + PLOT_HEIGHT * (1 - (value - low) / (high - low));
  const step = width / values.length;
  const zero = place(0);
  const highLabel = shortNumber(high);
  return group(
    text(shorten(title, width, sizes.label, true), x, y + 14, { bold: true }),
    text(shorten(caption, width, sizes.tick), x, y + 30, { size: sizes.tick, role: "muted" }),
    element("line", { class: "k-grid-line", x1: x, y1: place(high), x2: x + width, y2: place(high) }),
    ...values.map((value, i) => {
      const height = Math.abs(place(value) - zero);
      const box = { x: x + i * step + step * 0.1, y: Math.min(place(value), zero), width: step * 0.8, height };
      return i < known
        ? element("rect", { class: "k-series-0", ...box })
        : element("rect", { class: "k-series-1-line", ...box, "stroke-width": 1.3 });
    }),
    element("line", { class: "k-axis-line", x1: x, y1: zero, x2: x + width, y2: zero }),
    text(highLabel, x, place(high) - 3, { size: 10.5, role: "muted" }),
    ...(low < 0
      ? [text(shortNumber(low).replace("-", "\u2212"), x, place(low) + 11, { size: 10.5, role: "muted" })]
      : []),
    ...(ends ?? []).map((label, i) =>
      text(label, i === 0 ? x : x + width, top + PLOT_HEIGHT + 25, {
        size: 10.5,
        role: "muted",
        anchor: i === 0 ? "start" : "end",
      }),
    ),
  );
}

function describe({ panels, knownLabel, laterLabel }: SmallMultiplesOptions): string {
  const list = panels.map(({ title, caption }) => `${title}: ${caption}.`);
  return [`${panels.length} panels of bars: ${knownLabel}, then ${laterLabel}.`, ...list].join(" ");
}
