/** The two faces of a draw that differ most, for a way with something to see. */
import { at } from "kilnjs";

/** Places of the two latent vectors that are farthest apart, by their distance. */
export function farthestPair(latents: readonly Float32Array[]): readonly [number, number] {
  let best: readonly [number, number] = [0, Math.min(1, latents.length - 1)];
  let most = -1;
  for (const [i, one] of latents.entries()) {
    for (const [j, other] of latents.slice(0, i).entries()) {
      let sum = 0;
      for (let k = 0; k < one.length; k++) sum += (at(one, k) - at(other, k)) ** 2;
      if (sum > most) [best, most] = [[j, i], sum];
    }
  }
  return best;
}
