/** Groups of rows, such as regions: a strip of colours beside the rows, and what the colours mean. */
import type { Area, Drawing } from "./figure.js";
import { hatchFill } from "./hatch.js";
import { characters, element, group, type Markup } from "./svg.js";
import { sizes, text, widthOf } from "./text.js";
import { type Role, SERIES_COLOURS, seriesRole } from "./theme.js";

/** Width of the strip. */
export const STRIP = 10;

/** The strip: one box a row, in the order of the rows. */
export function groupStrip(
  groups: readonly string[],
  order: readonly number[],
  x: number,
  top: number,
  cell: number,
): Markup {
  if (groups.length === 0) return group();
  const names = distinct(groups);
  return element(
    "g",
    { "shape-rendering": "crispEdges" },
    ...order.map((row, i) => {
      const name = groups[row] ?? "";
      const place = { x, y: top + i * cell, width: STRIP, height: cell };
      return element(
        "rect",
        { class: `k-${roleOf(names.indexOf(name))}`, ...place },
        element("title", {}, characters(name)),
      );
    }),
  );
}

/** What the colours mean; `missing`, when given, explains the hatching of cells without a value. */
export function groupLegend(groups: readonly string[], missing: string | null, area: Area, y: number): Drawing {
  const entries = [
    ...distinct(groups).map((name, i) => ({ name, role: roleOf(i) })),
    ...(missing === null ? [] : [{ name: missing, role: null }]),
  ];
  let [x, line] = [area.x, 0];
  const pieces = entries.map(({ name, role }) => {
    const width = widthOf(name, sizes.tick) + 34;
    if (x > area.x && x + width > area.x + area.width) [x, line] = [area.x, line + 1];
    const box = { x, y: y + line * 20, width: 12, height: 12 };
    x += width;
    return group(
      element("rect", role === null ? { fill: hatchFill(area.id), ...box } : { class: `k-${role}`, ...box }),
      element("rect", { class: "k-axis-line", ...box, "stroke-width": 0.5 }),
      text(name, box.x + 17, box.y + 10.5, { size: sizes.tick, role: "muted" }),
    );
  });
  return { markup: group(...pieces), height: entries.length === 0 ? 0 : 26 + line * 20 };
}

function distinct(groups: readonly string[]): string[] {
  return [...new Set(groups)];
}

function roleOf(index: number): Role {
  return index >= 0 && index < SERIES_COLOURS ? seriesRole(index) : "axis";
}
