/** Linear moves from a face: what server, command line, page and training's own sheets do, to the last bit the same. */
import type { Attribute, LatentDimension } from "./fitted.js";

/** `steps` numbers from `from` to `to`, both included. */
export function evenly([from, to]: readonly [number, number], steps: number): number[] {
  return Array.from({ length: steps }, (_, i) => from + ((to - from) * i) / (steps - 1));
}

/** The values that a latent number takes over a range, in standard deviations of the training pictures around their mean. */
export function valuesOver(
  { mean, deviation }: Pick<LatentDimension, "mean" | "deviation">,
  range: readonly [number, number],
  steps: number,
): number[] {
  return evenly(range, steps).map((sigmas) => mean + deviation * sigmas);
}

/** The face with one latent number at each of the values, all others as they are. */
export function alongDimension(base: Float32Array, index: number, values: readonly number[]): Float32Array[] {
  return values.map((value) => base.with(index, value));
}

/**
 * The face moved along a property's direction.
 *
 * @param strengths how far, in standard deviations of the property; 0 is the face itself.
 */
export function alongAttribute(
  base: Float32Array,
  { direction }: Pick<Attribute, "direction">,
  strengths: readonly number[],
): Float32Array[] {
  return strengths.map((by) => base.map((value, i) => value + by * (direction[i] ?? 0)));
}
