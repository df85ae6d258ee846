/** A key inside a plot: line samples with names, where curves are too close for labels at their ends. */
import type { Frame } from "./axes.js";
import { element, group, type Markup } from "./svg.js";
import { shorten, sizes, text, widthOf } from "./text.js";
import { dashOf, seriesRole } from "./theme.js";

const LINE_HEIGHT = 19;

/** One line of a key; `series` is the place that gives colour and dashes, "diagonal" the line that is no series. */
export interface KeyEntry {
  readonly name: string;
  readonly series: number | "diagonal";
}

/** Draws a key into a corner of a plot, on paper, so that the grid does not run through it. */
export function key(entries: readonly KeyEntry[], frame: Frame, corner: "bottom-right" | "top-left"): Markup {
  if (entries.length === 0) return group();
  const longest = frame.right - frame.left - 80;
  const width = Math.min(longest, Math.max(...entries.map(({ name }) => widthOf(name, sizes.tick)))) + 46;
  const height = entries.length * LINE_HEIGHT + 10;
  const x = corner === "top-left" ? frame.left + 10 : frame.right - width - 10;
  const y = corner === "top-left" ? frame.top + 10 : frame.bottom - height - 10;
  return group(
    element("rect", { class: "k-paper", x, y, width, height, opacity: 0.88 }),
    ...entries.map(({ name, series }, i) => {
      const middle = y + 5 + (i + 0.5) * LINE_HEIGHT;
      return group(
        lineSample(series, x + 8, middle),
        text(shorten(name, longest, sizes.tick), x + 40, middle + 4, { size: sizes.tick }),
      );
    }),
  );
}

function lineSample(series: number | "diagonal", x: number, y: number): Markup {
  const place = { x1: x, y1: y, x2: x + 26, y2: y };
  if (series === "diagonal") return element("line", { class: "k-muted-line", ...place, "stroke-dasharray": "2 3" });
  return element("line", {
    class: `k-${seriesRole(series)}-line`,
    ...place,
    "stroke-width": 2,
    "stroke-dasharray": dashOf(series),
  });
}
