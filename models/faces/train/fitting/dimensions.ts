/** What each latent number does to a picture, and how the training pictures use it. */
import { at } from "kilnjs";
import type { LatentDimension } from "../../fitted.js";
import type { Context } from "../evaluation/passes.js";
import { effectsOf } from "../evaluation/sensitivity.js";
import { meanOf, type Rows, variancesOf } from "../statistics/moments.js";

/**
 * The latent numbers, the one that changes a picture most first. The effect is the mean change of a level (0..255) when
 * the number moves by one standard deviation, over pictures and both directions.
 *
 * @param latents mean latent numbers of training pictures.
 */
export async function fitDimensions(context: Context, latents: Rows): Promise<LatentDimension[]> {
  const mean = meanOf(latents);
  const deviation = variancesOf(latents).map(Math.sqrt);
  const effects = await effectsOf(context, latents, deviation);
  return effects
    .map((effect, index) => ({
      index,
      effect,
      mean: rounded(at(mean, index)),
      deviation: rounded(at(deviation, index)),
    }))
    .sort((a, b) => b.effect - a.effect || a.index - b.index);
}

function rounded(value: number): number {
  return Number(value.toPrecision(7));
}
