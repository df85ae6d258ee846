/** The brush strokes that hair is made of: tapered strands, and rows of locks that end in points. */
import { path } from "./svg.js";

/** A point of the drawing. */
export type Point = readonly [x: number, y: number];

/** A strand from one point over a bend to another, widest in the middle, pointed at both ends: a closed path. */
export function strand([x1, y1]: Point, [bx, by]: Point, [x2, y2]: Point, width: number): string {
  // The bend is moved across the strand's own direction, half the width to each side.
  const length = Math.sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2);
  const nx = (-(y2 - y1) / length) * width;
  const ny = ((x2 - x1) / length) * width;
  return path`M ${x1} ${y1} Q ${bx + nx} ${by + ny} ${x2} ${y2} Q ${bx - nx} ${by - ny} ${x1} ${y1} Z`;
}

/**
 * The lower edge of a fringe: from the current point through `points`, which are tips and valleys in turn. Each side of
 * a lock bulges to `lean` of its own width, so that locks look full and fall to one side.
 */
export function lockEdge(start: Point, points: readonly Point[], lean = 0.15): string {
  let [x, y] = start;
  return points
    .map(([tx, ty]) => {
      const bend = path` Q ${x + (tx - x) * (0.5 + lean)} ${y + (ty - y) * (0.5 - lean)} ${tx} ${ty}`;
      [x, y] = [tx, ty];
      return bend;
    })
    .join("");
}

/** A path and its mirror image as one path: half the elements to draw. */
export function both(d: string): string {
  return `${d} ${mirror(d)}`;
}

/** The same path mirrored at the middle line: every first number of a pair changes its sign. */
export function mirror(d: string): string {
  let first = false;
  return d.replaceAll(/-?[\d.]+/g, (number) => {
    first = !first;
    return first ? String(-Number(number)) : number;
  });
}
