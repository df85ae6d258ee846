/** Examples of a batch side by side, one a panel: its labels, and its numbers as curves or as a picture. */
import { shortNumber } from "./axes.js";
import { type Area, type Drawing, type FigureOptions, figure } from "./figure.js";
import { coordinate, element, group, type Markup } from "./svg.js";
import { shorten, sizes, text } from "./text.js";
import { seriesRole } from "./theme.js";

/** One example. */
export interface ExamplePanel {
  readonly title: string;
  /** Lines under the title: labels, other numbers. */
  readonly lines: readonly string[];
  /** Curves of equal length over one scale; a value that is not finite interrupts its curve. */
  readonly curves?: readonly (readonly number[])[];
  /** A data URL. */
  readonly picture?: string;
}

/** A sheet of panels. */
export interface ExamplePanelsOptions extends FigureOptions {
  readonly panels: readonly ExamplePanel[];
  readonly columns: number;
  /** What a screen reader says. */
  readonly description: string;
}

const LINE = 15;
const TITLE = 17;
const CURVE_HEIGHT = 54;
const GAP = 18;
const WIDTH = 960;

/** Draws the sheet as an SVG document. */
export function examplePanels(options: ExamplePanelsOptions): string {
  return figure(options, options.description, options.width ?? WIDTH, (area) => draw(options, area));
}

function draw({ panels, columns }: ExamplePanelsOptions, area: Area): Drawing {
  const width = (area.width - GAP * (columns - 1)) / columns;
  const height = Math.max(0, ...panels.map((panel) => heightOf(panel, width)));
  const markup = panels.map((panel, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    return drawPanel(panel, area.x + column * (width + GAP), area.y + row * (height + GAP), width);
  });
  return { markup: group(...markup), height: Math.ceil(panels.length / columns) * (height + GAP) };
}

function heightOf({ lines, curves, picture }: ExamplePanel, width: number): number {
  const drawn = picture === undefined ? 0 : width;
  return TITLE + lines.length * LINE + (curves === undefined ? 0 : CURVE_HEIGHT + LINE) + drawn;
}

function drawPanel(panel: ExamplePanel, x: number, y: number, width: number): Markup {
  const { title, lines, curves, picture } = panel;
  const below = y + TITLE + lines.length * LINE;
  return group(
    text(shorten(title, width, sizes.label, true), x, y + 13, { bold: true }),
    ...lines.map((line, i) =>
      text(shorten(line, width, sizes.note), x, y + TITLE + (i + 1) * LINE - 4, { size: sizes.note, role: "muted" }),
    ),
    ...(picture === undefined
      ? []
      : [
          // Each pixel a square: nothing is shown that is not in the batch.
          element("image", { x, y: below, width, height: width, "image-rendering": "pixelated", href: picture }),
        ]),
    ...(curves === undefined ? [] : [drawCurves(curves, x, below + (picture === undefined ? 0 : width), width)]),
  );
}

function drawCurves(curves: readonly (readonly number[])[], x: number, y: number, width: number): Markup {
  const finite = curves.flat().filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  const top = y + LINE;
  const place = (value: number): number => top + CURVE_HEIGHT * (high === low ? 1 : 1 - (value - low) / (high - low));
  const label = (value: number): string => shortNumber(value).replace("-", "\u2212");
  const range = low < 0 ? `${label(low)} to ${label(high)}` : label(high);
  return group(
    text(range, x, top - 3, { size: 10.5, role: "muted" }),
    element("line", { class: "k-grid-line", x1: x, y1: top, x2: x + width, y2: top }),
    element("line", { class: "k-axis-line", x1: x, y1: place(0), x2: x + width, y2: place(0) }),
    ...curves.map((values, series) =>
      element("path", {
        class: `k-${seriesRole(series)}-line`,
        fill: "none",
        "stroke-width": 1.6,
        "stroke-linejoin": "round",
        d: pathOf(values, (i) => x + (values.length < 2 ? 0 : (width * i) / (values.length - 1)), place),
      }),
    ),
  );
}

function pathOf(values: readonly number[], placeX: (i: number) => number, placeY: (value: number) => number): string {
  let path = "";
  let pen = false;
  values.forEach((value, i) => {
    const drawn = Number.isFinite(value);
    if (drawn) path += `${pen ? "L" : "M"}${coordinate(placeX(i))},${coordinate(placeY(value))}`;
    pen = drawn;
  });
  return path;
}
