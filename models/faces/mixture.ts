/**
 * A Gaussian mixture over latent numbers: where the training pictures really lie. The prior is a wish that training only
 * partly fulfils; drawing from a mixture fitted afterwards closes the gap (Ghosh et al. 2020, ex-post density estimation).
 */

import type { Random } from "kilnjs";
import { at, FailedError } from "kilnjs";
import { z } from "zod";

const numbers = z.array(z.number());

/** A mixture as it is stored in the manifest. */
export const mixtureSchema = z
  .object({
    /** `diagonal`: `spreads` are standard deviations; `full`: rows of the lower Cholesky factor, one after the other. */
    covariance: z.enum(["diagonal", "full"]),
    /** One for each component; they add up to 1. */
    weights: numbers.min(1),
    /** [components][latent]. */
    means: z.array(numbers),
    /** [components][latent], or [components][latent * (latent + 1) / 2]. */
    spreads: z.array(numbers),
  })
  .refine(({ covariance, weights, means, spreads }) => {
    const latent = means[0]?.length ?? 0;
    const spread = covariance === "diagonal" ? latent : (latent * (latent + 1)) / 2;
    const fits = (list: number[][], length: number) =>
      list.length === weights.length && list.every((row) => row.length === length);
    return fits(means, latent) && fits(spreads, spread);
  }, "sizes of weights, means and spreads do not belong together");

export type Mixture = z.infer<typeof mixtureSchema>;

/**
 * Draws latent numbers: a component by its weight, then a normal number for each of its directions. Only + - * / are
 * used, so that a seed gives the same bits everywhere.
 *
 * @param temperature scales the distance from the component's mean: 0 gives the mean itself.
 */
export function drawFromMixture(mixture: Mixture, random: Random, temperature: number): Float32Array {
  const component = chooseComponent(mixture.weights, random.uniform());
  const mean = mixture.means[component];
  const spread = mixture.spreads[component];
  if (mean === undefined || spread === undefined) throw new FailedError("the mixture has no component to draw from");
  const noise = random.fillNormal(new Float32Array(mean.length));
  const latent = new Float32Array(mean.length);
  let row = 0;
  for (let i = 0; i < latent.length; i++) {
    let offset = 0;
    if (mixture.covariance === "diagonal") offset = at(spread, i) * at(noise, i);
    else for (let j = 0; j <= i; j++) offset += at(spread, row + j) * at(noise, j);
    row += i + 1;
    latent[i] = at(mean, i) + temperature * offset;
  }
  return latent;
}

function chooseComponent(weights: readonly number[], share: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += at(weights, i);
    if (share < sum) return i;
  }
  return weights.length - 1; // the weights add up to a little less than 1
}
