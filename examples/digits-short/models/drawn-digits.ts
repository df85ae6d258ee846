/** Digits made of strokes, each with another place, size, slant and noise: the same ones every time. */
import { Random } from "kilnjs";

const SIDE = 16;

/** The strokes of each digit, on a field one wide and two high: x, y, x, y. */
const strokes: readonly (readonly number[][])[] = [
  [
    [0, 0, 1, 0],
    [1, 0, 1, 2],
    [1, 2, 0, 2],
    [0, 2, 0, 0],
  ],
  [
    [0.2, 0.5, 0.6, 0],
    [0.6, 0, 0.6, 2],
  ],
  [
    [0, 0, 1, 0],
    [1, 0, 1, 1],
    [1, 1, 0, 2],
    [0, 2, 1, 2],
  ],
  [
    [0, 0, 1, 0],
    [1, 0, 1, 2],
    [0.3, 1, 1, 1],
    [0, 2, 1, 2],
  ],
  [
    [0, 0, 0, 1],
    [0, 1, 1, 1],
    [1, 0, 1, 2],
  ],
  [
    [1, 0, 0, 0],
    [0, 0, 0, 1],
    [0, 1, 1, 1],
    [1, 1, 1, 2],
    [1, 2, 0, 2],
  ],
  [
    [1, 0, 0, 0],
    [0, 0, 0, 2],
    [0, 2, 1, 2],
    [1, 2, 1, 1],
    [1, 1, 0, 1],
  ],
  [
    [0, 0, 1, 0],
    [1, 0, 0.3, 2],
  ],
  [
    [0, 0, 1, 0],
    [1, 0, 1, 2],
    [1, 2, 0, 2],
    [0, 2, 0, 0],
    [0, 1, 1, 1],
  ],
  [
    [0, 2, 1, 2],
    [1, 2, 1, 0],
    [1, 0, 0, 0],
    [0, 0, 0, 1],
    [0, 1, 1, 1],
  ],
];

/** So many digits with their names. */
export function* drawnDigits(count: number) {
  const random = Random.seeded(1, "digits");
  for (let i = 0; i < count; i++) {
    const digit = random.integer(10);
    yield { image: draw(strokes[digit] ?? [], random), digit: String(digit) };
  }
}

function draw(lines: readonly number[][], random: Random): number[] {
  const [size, left, top] = [random.between(4, 6), random.between(3, 7), random.between(1, 4)];
  const slant = random.between(-0.3, 0.3);
  const place = (x: number, y: number) => [left + size * (x + slant * (1 - y)), top + size * y] as const;
  const pixels = Array.from({ length: SIDE * SIDE }, () => random.between(0, 60));
  for (const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] of lines) {
    for (let step = 0; step <= 30; step++) {
      const [x, y] = place(x1 + ((x2 - x1) * step) / 30, y1 + ((y2 - y1) * step) / 30);
      const at = Math.round(y) * SIDE + Math.round(x);
      if (at >= 0 && at < pixels.length) pixels[at] = random.between(170, 255);
    }
  }
  return pixels;
}
