/** Hatching: "no data" looks like no colour of a scale, in colour and in grey alike. */
import { element, group, type Markup } from "./svg.js";

/** Defines the pattern; fill shapes with `hatchFill` of the same id. */
export function hatchPattern(id: string): Markup {
  return element(
    "defs",
    {},
    element(
      "pattern",
      {
        id: `${id}-hatch`,
        width: 5,
        height: 5,
        patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)",
      },
      group(
        element("rect", { class: "k-nothing", width: 5, height: 5 }),
        element("line", { class: "k-hatch-line", x1: 0, y1: 0, x2: 0, y2: 5, "stroke-width": 1.8 }),
      ),
    ),
  );
}

/** The value of `fill` for hatched shapes. */
export function hatchFill(id: string): string {
  return `url(#${id}-hatch)`;
}
