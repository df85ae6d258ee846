/** Dots for countries that are too small to show a colour: as near to their place as there is room. */

/** A dot's place: where it should be, and where it is drawn. */
export interface Dot {
  readonly wantedX: number;
  readonly wantedY: number;
  readonly x: number;
  readonly y: number;
}

/** Passes over all pairs: enough for the islands of the Caribbean to find their places. */
const PASSES = 120;
/** Share of the way back to its own place that a dot takes in each pass. */
const PULL = 0.04;

/**
 * Moves dots apart until none touch, each as little as possible.
 *
 * @param wanted places on the page.
 * @param distance between the centres of two dots.
 */
export function spreadDots(wanted: readonly (readonly [number, number])[], distance: number): Dot[] {
  const x = wanted.map(([place]) => place);
  const y = wanted.map(([, place]) => place);
  for (let pass = 0; pass < PASSES; pass++) {
    for (let i = 0; i < wanted.length; i++) {
      for (let j = 0; j < i; j++) pushApart(x, y, i, j, distance);
    }
    if (pass > PASSES - 30) continue; // the last passes only push, so that none touch in the end
    wanted.forEach(([homeX, homeY], i) => {
      x[i] = (x[i] as number) + PULL * (homeX - (x[i] as number));
      y[i] = (y[i] as number) + PULL * (homeY - (y[i] as number));
    });
  }
  return wanted.map(([wantedX, wantedY], i) => ({ wantedX, wantedY, x: x[i] as number, y: y[i] as number }));
}

function pushApart(x: number[], y: number[], i: number, j: number, distance: number): void {
  let dx = (x[i] as number) - (x[j] as number);
  let dy = (y[i] as number) - (y[j] as number);
  let length = Math.hypot(dx, dy);
  if (length >= distance) return;
  // Two at the very same place go east and west.
  if (length < 1e-6) [dx, dy, length] = [1e-3, 0, 1e-3];
  const push = (distance - length) / 2 / length;
  x[i] = (x[i] as number) + dx * push;
  y[i] = (y[i] as number) + dy * push;
  x[j] = (x[j] as number) - dx * push;
  y[j] = (y[j] as number) - dy * push;
}
