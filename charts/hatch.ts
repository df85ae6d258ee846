/** Hatching: "no data" looks like no colour of a scale, in colour and in grey alike. */
import { element, group, type Markup } from "./svg.js";

/** The tile's side: lines at 45 degrees are this over the square root of two apart, 5 pixels. */
const TILE = 7;

/**
 * Defines the pattern: the diagonal of a tile, and the two corners that its line fills of its neighbours. A turned pattern
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
        element("path", {
          class: "k-hatch-line",
          d: `M0,${TILE}L${TILE},0M-1,1L1,-1M${TILE - 1},${TILE + 1}L${TILE + 1},${TILE - 1}`,
          "stroke-width": 1.8,
        }),
      ),
    ),
  );
}

/** The value of `fill` for hatched shapes. */
export function hatchFill(id: string): string {
  return `url(#${id}-hatch)`;
}
