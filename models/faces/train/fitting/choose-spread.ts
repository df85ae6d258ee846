/**
 * How far samples of the mixture are spread. The likeliest mixture of the encoder's means gives pictures that vary less
 * than real ones, since the decoder shrinks what it is unsure of; a little more spread mends it. How much is chosen by the
 * Frechet distance to pictures that the reported distances do not use.
 */

import { dispose, upload } from "kilnjs/train";
import { drawFromMixture, type Mixture } from "../../mixture.js";
import { readWith } from "../classifier/read.js";
import { classifierWeights } from "../classifier/train.js";
import { type Context, decoded, originals } from "../evaluation/passes.js";
import { realismSets } from "../evaluation/realism-sets.js";
import { rowsOf } from "../evaluation/sheets.js";
import { frechetDistance } from "../statistics/frechet.js";
import { momentsOf } from "../statistics/moments.js";

/** Factors on the spread that are tried. */
const SPREADS = [1, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3] as const;
/** Fewer pictures than this say too little about a distance to choose by it. */
const LEAST_PICTURES = 1000;

/** A mixture and how its spread was chosen. */
export interface ChosenSpread {
  readonly mixture: Mixture;
  readonly spread: number;
  /** Pictures that it was chosen by; 0: too few, left as it was fitted. */
  readonly pictures: number;
  readonly tried: readonly { spread: number; frechet: number }[];
}

/**
 * The mixture with the spread whose samples are nearest to real pictures; all candidates draw the same random numbers.
 *
 * @throws InterruptedError when the signal is aborted.
 */
export async function chooseSpread(context: Context, mixture: Mixture): Promise<ChosenSpread> {
  const { tf, data, reporter, signal } = context;
  const { rest } = realismSets(context);
  if (rest.length < LEAST_PICTURES) return { mixture, spread: 1, pictures: 0, tried: [] };
  const weights = upload(tf, await classifierWeights({ tf, cache: data.cache, reporter, signal }));
  try {
    const real = momentsOf((await readWith(tf, weights, originals(context, rest))).features);
    const tried: { spread: number; frechet: number }[] = [];
    const progress = (done: number) =>
      reporter.progress({ label: "choosing the spread", done, total: SPREADS.length, unit: "candidates" });
    progress(0);
    for (const spread of SPREADS) {
      const random = context.random("spread");
      const latents = Array.from(rest, () => drawFromMixture(mixture, random, spread));
      const samples = momentsOf((await readWith(tf, weights, decoded(context, rowsOf(latents)))).features);
      tried.push({ spread, frechet: frechetDistance(real, samples) });
      progress(tried.length);
    }
    const { spread } = tried.reduce((a, b) => (b.frechet < a.frechet ? b : a));
    return { mixture: widened(mixture, spread), spread, pictures: rest.length, tried };
  } finally {
    dispose(weights);
  }
}

/** A draw of temperature 1 from the result is one of temperature `factor` from the given mixture. */
export function widened(mixture: Mixture, factor: number): Mixture {
  if (factor === 1) return mixture;
  const spreads = mixture.spreads.map((row) => row.map((value) => Number((value * factor).toPrecision(7))));
  return { ...mixture, spreads };
}
