/**
 * How near samples are to real pictures, and what the network keeps of a face. Both are read by the factor classifier,
 * which was trained on drawn faces of another seed.
 */

import { dispose, upload } from "kilnjs/train";
import type { FacesFitted } from "../../fitted.js";
import { drawFromMixture } from "../../mixture.js";
import { accuracyByFactor, type Reading, readWith } from "../classifier/read.js";
import { classifierWeights, factorsAt } from "../classifier/train.js";
import { frechetDistance } from "../statistics/frechet.js";
import { momentsOf } from "../statistics/moments.js";
import { type Context, decoded, latentMeans, originals } from "./passes.js";
import { realismSets } from "./realism-sets.js";
import { rowsOf } from "./sheets.js";

/** Distances in the classifier's features, and readings. */
export interface Realism {
  /** Pictures on each side of each distance. */
  readonly pictures: number;
  /** Frechet distances from real pictures: of other real ones, of reconstructions of those, and of samples. */
  readonly frechet: { floor: number; reconstructions: number; prior: number; mixture: number };
  /** Share of pictures whose factor is read right, originals and reconstructions; where factors are known. */
  readonly fidelity?: { originals: Record<string, number>; reconstructions: Record<string, number> };
}

/**
 * Measures with at most `samplePictures` pictures on each side.
 *
 * @throws InterruptedError when the signal is aborted.
 */
export async function measureRealism(context: Context, fitted: Pick<FacesFitted, "mixture">): Promise<Realism> {
  const { tf, data, settings, reporter, signal } = context;
  const { reference, others } = realismSets(context);
  const count = reference.length;
  const weights = upload(tf, await classifierWeights({ tf, cache: data.cache, reporter, signal }));
  const read = (parts: AsyncIterable<Float32Array>) => readWith(tf, weights, parts);
  try {
    const real = momentsOf((await read(originals(context, reference))).features);
    const distance = ({ features }: Reading) => frechetDistance(real, momentsOf(features));
    reporter.progress({ label: "measuring samples", done: 1, total: 5, unit: "sets" });
    const originalsRead = await read(originals(context, others));
    reporter.progress({ label: "measuring samples", done: 2, total: 5, unit: "sets" });
    const reconstructed = await read(decoded(context, await latentMeans(context, others)));
    reporter.progress({ label: "measuring samples", done: 3, total: 5, unit: "sets" });
    const random = context.random("samples");
    const fromPrior = Array.from({ length: count }, () => random.fillNormal(new Float32Array(settings.latent)));
    const prior = await read(decoded(context, rowsOf(fromPrior)));
    reporter.progress({ label: "measuring samples", done: 4, total: 5, unit: "sets" });
    const fromMixture = Array.from({ length: count }, () => drawFromMixture(fitted.mixture, random, 1));
    const mixture = await read(decoded(context, rowsOf(fromMixture)));
    reporter.progress({ label: "measuring samples", done: 5, total: 5, unit: "sets" });
    const { factors } = data.pictures;
    return {
      pictures: count,
      frechet: {
        floor: distance(originalsRead),
        reconstructions: distance(reconstructed),
        prior: distance(prior),
        mixture: distance(mixture),
      },
      ...(factors === undefined
        ? {}
        : {
            fidelity: {
              originals: accuracyByFactor(originalsRead.levels, factorsAt(factors, others)),
              reconstructions: accuracyByFactor(reconstructed.levels, factorsAt(factors, others)),
            },
          }),
    };
  } finally {
    dispose(weights);
  }
}
