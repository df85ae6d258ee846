/** Digits drawn as a pen would: strokes between points, shifted, scaled, slanted, of a random width, on grainy paper. */
import { at, type Random } from "kilnjs";
import { EDGE } from "../contract.js";

/** Lines of each digit in a box of 4 x 6: x, y of one point after the other. */
const strokes: readonly (readonly (readonly number[])[])[] = [
  [[1, 0, 3, 0, 4, 1, 4, 5, 3, 6, 1, 6, 0, 5, 0, 1, 1, 0]],
  [
    [1, 1, 2, 0, 2, 6],
    [1, 6, 3, 6],
  ],
  [[0, 1, 1, 0, 3, 0, 4, 1, 4, 2, 0, 6, 4, 6]],
  [[0, 0, 4, 0, 2, 2, 4, 4, 4, 5, 3, 6, 1, 6, 0, 5]],
  [[3, 6, 3, 0, 0, 4, 4, 4]],
  [[4, 0, 0, 0, 0, 2, 3, 2, 4, 3, 4, 5, 3, 6, 0, 6]],
  [[3, 0, 1, 1, 0, 3, 0, 5, 1, 6, 3, 6, 4, 5, 4, 4, 3, 3, 0, 3]],
  [[0, 0, 4, 0, 1, 6]],
  [[1, 3, 0, 2, 0, 1, 1, 0, 3, 0, 4, 1, 4, 2, 3, 3, 1, 3, 0, 4, 0, 5, 1, 6, 3, 6, 4, 5, 4, 4, 3, 3]],
  [[4, 3, 1, 3, 0, 2, 0, 1, 1, 0, 3, 0, 4, 1, 4, 3, 3, 6]],
];

/** One picture: EDGE x EDGE numbers from 0, paper, to 255, ink. */
export function drawDigit(digit: number, random: Random): Float32Array {
  const [width, height] = [random.between(2.6, 4.2), random.between(2.6, 3.6)]; // pixels for a unit of the box
  const slant = random.between(-0.25, 0.25);
  const [left, top] = [random.between(0.25, 0.75), random.between(0.25, 0.75)];
  const pen = random.between(0.8, 1.7);
  const place = (x: number, y: number): [number, number] => [
    left * (EDGE - 4 * width) + x * width + slant * (3 - y) * 2,
    top * (EDGE - 6 * height) + y * height,
  ];
  const lines = at(strokes, digit, "digit").flatMap((points) =>
    Array.from({ length: points.length / 2 - 1 }, (_, i) => [
      ...place(at(points, 2 * i), at(points, 2 * i + 1)),
      ...place(at(points, 2 * i + 2), at(points, 2 * i + 3)),
    ]),
  );
  return Float32Array.from({ length: EDGE * EDGE }, (_, i) => {
    const [x, y] = [i % EDGE, Math.floor(i / EDGE)];
    const near = Math.min(...lines.map(([x1 = 0, y1 = 0, x2 = 0, y2 = 0]) => distance(x, y, x1, y1, x2, y2)));
    const ink = Math.max(0, Math.min(1, pen - near + 0.5));
    return Math.max(0, Math.min(255, 255 * ink + 12 * random.normal()));
  });
}

/** From a point to a line between two others. */
function distance(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}
