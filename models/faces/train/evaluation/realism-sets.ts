/** Which pictures the Frechet distances are taken to. */
import type { Context } from "./passes.js";

/** Indices of pictures; no picture is in two sets. */
export interface RealismSets {
  /** What everything is compared with. */
  readonly reference: Uint32Array;
  /** As many others: the floor, and what is reconstructed. */
  readonly others: Uint32Array;
  /** Pictures that no reported distance uses, to choose by. */
  readonly rest: Uint32Array;
}

/** The sets of a run: at most `samplePictures` in the first two, and as many at most in the third. */
export function realismSets({ data, settings, random }: Context): RealismSets {
  const count = Math.min(settings.samplePictures, Math.floor(data.pictures.count / 2));
  const order = random("realism").permutation(data.pictures.count);
  return {
    reference: order.slice(0, count),
    others: order.slice(count, 2 * count),
    rest: order.slice(2 * count, 3 * count),
  };
}
