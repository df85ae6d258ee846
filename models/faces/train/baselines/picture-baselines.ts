/** What can be said of a picture without a network: nothing (the mean picture), or as many linear numbers as it has latents. */

import type { Random } from "kilnjs";
import { InterruptedError } from "kilnjs";
import { breathe } from "kilnjs/train";
import { type Context, imageParts, output } from "../evaluation/passes.js";
import { errorsOf, fitPrincipalComponents, type PictureParts } from "./principal-components.js";

/** Training pictures that the baselines are fitted to, at most, so that the time has a bound too. */
const FITTED_ON = 20_000;

/** Mean squared errors on the validation pictures, levels of 0 to 1. */
export interface PictureBaselines {
  /** Training pictures that both were fitted to, and how many there are. */
  readonly pictures: number;
  readonly of: number;
  /** The mean of the training pictures in the place of every picture. */
  readonly meanPicture: { readonly mse: number };
  /** Principal components: fewer than latent numbers only where there are too few pictures. */
  readonly pca: { readonly mse: number; readonly components: number };
}

/**
 * Fits both to training pictures alone and measures them on the validation pictures, as the network is measured.
 *
 * @throws InterruptedError when the signal is aborted.
 */
export async function measureBaselines(context: Context): Promise<PictureBaselines> {
  const { tf, settings, data } = context;
  const { training, validation } = data.split;
  const fittedOn = someOf(training, FITTED_ON, context.random("baselines/pictures"));
  const fitted = await fitPrincipalComponents(
    tf,
    partsOf(context, fittedOn),
    settings.latent,
    context.random("baselines/components"),
  );
  const errors = await errorsOf(tf, partsOf(context, validation), fitted);
  return {
    pictures: fittedOn.length,
    of: training.length,
    meanPicture: { mse: errors.mean },
    pca: { mse: errors.components, components: fitted.count },
  };
}

/** At most so many of the indices, drawn, in their order. */
export function someOf(indices: Uint32Array, most: number, random: Random): Uint32Array {
  if (indices.length <= most) return indices;
  const places = new Set(random.permutation(indices.length).subarray(0, most));
  return indices.filter((_, place) => places.has(place));
}

function partsOf(context: Context, indices: Uint32Array): PictureParts {
  return async function* () {
    for await (const { inputs } of imageParts(context, indices)) {
      if (context.signal?.aborted) throw new InterruptedError("stopped while the baselines were fitted");
      const levels = output(inputs, "image").map((level) => level / 255);
      yield { rows: inputs.image?.dims[0] ?? 0, levels };
      // A native product blocks the event loop.
      await breathe();
    }
  };
}
