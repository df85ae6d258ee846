/** Weights of a resampling along one axis: which source pixels make a target pixel, and how much each counts. */

/** What one target pixel is made of: source pixels `first`, `first + 1`, …, and white where the picture has ended. */
export interface Weights {
  readonly first: number;
  /** They and `outside` add up to 1. */
  readonly weights: Float64Array;
  /** The share that lies beside the picture. */
  readonly outside: number;
}

/**
 * The weights of all `size` target pixels that a stretch of `side` source pixels becomes. The stretch begins at
 * `start`; source pixels 0 to `length` - 1 exist. Shrinking takes the mean over the covered area; enlarging interpolates
 * linearly between pixel centres and repeats the stretch's first and last pixel.
 */
export function axisWeights(side: number, size: number, start: number, length: number): Weights[] {
  const taps = side >= size ? coveredArea : nearestTwo;
  return Array.from({ length: size }, (_, i) => clip(taps(i, side, size), start, length));
}

/** Position and weight of each tap, counted from the beginning of the stretch. */
type Taps = readonly (readonly [position: number, weight: number])[];

function coveredArea(i: number, side: number, size: number): Taps {
  // In units of 1/size of a source pixel everything is a whole number: no edge is missed or counted twice.
  const from = i * side;
  const to = from + side;
  const taps: [number, number][] = [];
  for (let pixel = Math.floor(from / size); pixel * size < to; pixel++) {
    const covered = Math.min(to, (pixel + 1) * size) - Math.max(from, pixel * size);
    taps.push([pixel, covered / side]);
  }
  return taps;
}

function nearestTwo(i: number, side: number, size: number): Taps {
  const centre = ((i + 0.5) * side) / size - 0.5;
  const below = Math.floor(centre);
  const share = centre - below;
  const inside = (pixel: number) => Math.min(side - 1, Math.max(0, pixel));
  if (inside(below) === inside(below + 1)) return [[inside(below), 1]];
  return [
    [below, 1 - share],
    [below + 1, share],
  ];
}

/** The taps as indices of source pixels; those beside the picture count as white. */
function clip(taps: Taps, start: number, length: number): Weights {
  const real = taps.filter(([position]) => position + start >= 0 && position + start < length);
  const outside = taps.filter((tap) => !real.includes(tap)).reduce((sum, [, weight]) => sum + weight, 0);
  const first = real[0] === undefined ? 0 : real[0][0] + start;
  return { first, weights: Float64Array.from(real, ([, weight]) => weight), outside };
}
