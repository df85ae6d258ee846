/** The legend of a class scale: a bar of its colours with the edges written below. */

import type { ClassScale } from "./scales.js";
import { element, group, type Markup } from "./svg.js";
import { sizes, text } from "./text.js";

/** Height that a legend takes. */
export const LEGEND_HEIGHT = 52;

/** What a legend says. */
export interface ClassLegend {
  /** What the colours stand for. */
  readonly label: string;
  /** How an edge is written. */
  readonly format: (value: number) => string;
  /** Words for the two ends: "falls", "rises". */
  readonly ends?: readonly [low: string, high: string];
}

/** Draws a legend of the given width; all classes have the same room, whatever their range. */
export function classLegend(scale: ClassScale, legend: ClassLegend, x: number, y: number, width: number): Markup {
  const { edges, colours } = scale;
  const step = width / colours.length;
  const top = y + 18;
  const [low, high] = legend.ends ?? ["", ""];
  return group(
    text(legend.label, x + width / 2, y + 10, { size: sizes.tick, anchor: "middle", bold: true }),
    text(low, x, y + 10, { size: sizes.tick, role: "muted" }),
    text(high, x + width, y + 10, { size: sizes.tick, role: "muted", anchor: "end" }),
    ...colours.map((fill, i) => element("rect", { x: x + i * step, y: top, width: step, height: 12, fill })),
    element("rect", { class: "k-axis-line", x, y: top, width, height: 12, "stroke-width": 0.75 }),
    ...edges.map((edge, i) =>
      text(legend.format(edge), x + i * step, top + 26, {
        size: 11,
        role: "muted",
        anchor: i === 0 ? "start" : i === edges.length - 1 ? "end" : "middle",
      }),
    ),
  );
}
