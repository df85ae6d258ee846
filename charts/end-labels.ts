/** Names of lines beside their right ends, where the eye arrives: no legend to go back and forth to. */
import type { Frame } from "./axes.js";
import { line } from "./axes.js";
import { group, type Markup } from "./svg.js";
import { shorten, sizes, text, widthOf } from "./text.js";
import type { Role } from "./theme.js";

/** A label at the height of a value; one that is not finite has no line, and no label. */
export interface EndLabel {
  readonly name: string;
  readonly value: number;
  readonly role: Role;
}

/** Least distance of two base lines. */
const LINE_HEIGHT = 15;
const WIDEST = 200;

/** Pixels to keep free on the right of the plot. */
export function endLabelSpace(labels: readonly EndLabel[]): number {
  const widths = labels.map(({ name }) => widthOf(name, sizes.label, true));
  return Math.min(WIDEST, Math.max(0, ...widths)) + 24;
}

/** Draws the labels, moved apart where they would touch, each tied to its line. */
export function endLabels(labels: readonly EndLabel[], place: (value: number) => number, frame: Frame): Markup {
  const shown = labels
    .filter(({ value }) => Number.isFinite(value))
    .map((label) => ({ ...label, wanted: Math.min(frame.bottom, Math.max(frame.top, place(label.value))) }))
    .sort((a, b) => a.wanted - b.wanted);
  const heights = spread(
    shown.map(({ wanted }) => wanted),
    LINE_HEIGHT,
    frame.top,
    frame.bottom,
  );
  return group(
    ...shown.map(({ name, role, wanted }, i) => {
      const y = heights[i] as number;
      return group(
        line(frame.right + 2, wanted, frame.right + 14, y, role, { "stroke-width": 1 }),
        text(shorten(name, WIDEST, sizes.label, true), frame.right + 18, y + 4.5, { role, bold: role !== "muted" }),
      );
    }),
  );
}

/**
 * Moves ascending places apart until each is `distance` from the next, as little as possible: touching ones become a
 * block around their mean, and blocks that touch become one.
 */
export function spread(places: readonly number[], distance: number, low: number, high: number): number[] {
  const blocks: { places: number[]; start: number }[] = [];
  for (const place of places) {
    let block = { places: [place], start: place };
    for (let above = blocks.at(-1); above !== undefined && end(above) > block.start; above = blocks.at(-1)) {
      blocks.pop();
      block = { places: [...above.places, ...block.places], start: 0 };
      block.start = clamp(centre(block.places) - ((block.places.length - 1) * distance) / 2, block.places.length);
    }
    blocks.push(block);
  }
  return blocks.flatMap((block) => block.places.map((_, i) => block.start + i * distance));

  function end(block: { places: number[]; start: number }): number {
    return block.start + block.places.length * distance;
  }
  function centre(values: readonly number[]): number {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }
  function clamp(start: number, count: number): number {
    return Math.max(low, Math.min(start, high - (count - 1) * distance));
  }
}
