/** Hatching: "no data" looks like no colour of a scale, in colour and in grey alike. */
import { element, group, type Markup } from "./svg.js";

/** The tile's side: lines at 45 degrees are this over the square root of two apart, 5 pixels. */
const TILE = 7;

/**
 * Defines the pattern: the diagonal of a tile, and those of its neighbours, which reach into two corners. A turned pattern
 * of one upright line looks the same, and takes librsvg seven seconds where this takes none: it then resamples each pixel.
 * Fill shapes with `hatchFill` of the same id.
 */
export function hatchPattern(id: string): Markup {
  return element(
    "defs",
    {},
    element(
      "pattern",
      {
        id: `${id}-hatch`,
        width: TILE,
        height: TILE,
        patternUnits: "userSpaceOnUse",
      },
      group(
        element("rect", { class: "k-nothing", width: TILE, height: TILE }),
        ...[-TILE, 0, TILE].map((x) =>
          element("line", { class: "k-hatch-line", x1: x, y1: TILE, x2: x + TILE, y2: 0, "stroke-width": 1.8 }),
        ),
      ),
    ),
  );
}

/** The value of `fill` for hatched shapes. */
export function hatchFill(id: string): string {
  return `url(#${id}-hatch)`;
}
