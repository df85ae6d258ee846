/** What comes after the last step: fitted values, figures, and the pictures that show them. */

import type { Json, JsonObject } from "kilnjs";
import { at } from "kilnjs";
import type { Finished } from "kilnjs/train";
import type { FacesFitted } from "../fitted.js";
import { drawFromMixture } from "../mixture.js";
import { measureBaselines, type PictureBaselines, someOf } from "./baselines/picture-baselines.js";
import { hairExtremes, mostDifferent } from "./evaluation/extremes.js";
import { keepFinalLatents } from "./evaluation/keep-latents.js";
import { writeMoves } from "./evaluation/moves.js";
import { type Context, decoded, latentMeans, originals } from "./evaluation/passes.js";
import { measureRealism, type Realism } from "./evaluation/realism.js";
import { effectsOf } from "./evaluation/sensitivity.js";
import { sharpnessOf } from "./evaluation/sharpness.js";
import { rowsOf, writeSamples, writeSheets, writeStrip } from "./evaluation/sheets.js";
import { measurePictures, type Validation, validate } from "./evaluation/validation.js";
import { fitAttributes } from "./fitting/attributes.js";
import { type ChosenMixture, chooseMixture } from "./fitting/choose-mixture.js";
import { type ChosenSpread, chooseSpread } from "./fitting/choose-spread.js";
import { fitDimensions } from "./fitting/dimensions.js";
import { remarksOn } from "./remarks.js";
import type { Rows } from "./statistics/moments.js";

/** Training pictures that mixture and directions are fitted to, at most: more change nothing but the time. */
const FITTED_ON = 20_000;
/** Pictures whose sharpness is measured. */
const SHARPNESS_PICTURES = 500;

/** All figures. */
export interface Measured {
  readonly validation: Validation;
  /** On as many training pictures as there are validation pictures, at most. */
  readonly training: Validation;
  readonly baselines: PictureBaselines;
  readonly sharpness: { originals: number; reconstructions: number; samples: number };
  /** Mean change of a level (0..255) when one latent number moves by a standard deviation. */
  readonly sensitivity: number;
  /** The same for each latent number, by its place: moved by its own standard deviation, and by 1. */
  readonly effects: { readonly perDeviation: readonly number[]; readonly perUnit: readonly number[] };
  readonly mixture: ChosenMixture;
  readonly spread: ChosenSpread | undefined;
  readonly realism: Realism | undefined;
}

/** Fits, measures and draws with the best weights. */
export async function finishFaces(context: Context): Promise<Finished> {
  const { data, settings, reporter, signal } = context;
  const chosen = context.random("fitted on").permutation(data.split.training.length).slice(0, FITTED_ON).sort();
  const indices = chosen.map((i) => at(data.split.training, i));
  const latents = await latentMeans(context, indices);
  const validation = await validate(context);
  const mixture = await chooseMixture(latents, validation.means, context.random, reporter, signal);
  const spread = settings.samplePictures > 0 ? await chooseSpread(context, mixture.mixture) : undefined;
  const fitted: FacesFitted = {
    fit: settings.fit,
    dimensions: await fitDimensions(context, latents),
    mixture: spread?.mixture ?? mixture.mixture,
    attributes: await fitAttributes(data, indices, latents),
  };
  const perUnit = await effectsOf(context, latents, new Float64Array(settings.latent).fill(1));
  const byPlace = [...fitted.dimensions].sort((a, b) => a.index - b.index);
  const measured: Measured = {
    validation,
    training: await measureTraining(context),
    baselines: await measureBaselines(context),
    sharpness: await measureSharpness(context, validation.means, fitted),
    sensitivity: meanOf(fitted.dimensions.map(({ effect }) => effect)),
    effects: { perDeviation: byPlace.map(({ effect }) => effect), perUnit },
    mixture,
    spread,
    realism: settings.samplePictures > 0 ? await measureRealism(context, fitted) : undefined,
  };
  await drawAll(context, fitted);
  await keepFinalLatents(context, validation.means);
  return {
    fitted: fitted as unknown as Record<string, Json>,
    metrics: metricsOf(measured),
    evaluation: evaluationOf(context, measured),
    remarks: remarksOn(measured, data, settings),
  };
}

/** What the validation figures are held against: much better ones here mean that the network has learnt by heart. */
async function measureTraining(context: Context): Promise<Validation> {
  const { training, validation } = context.data.split;
  const pictures = someOf(training, validation.length, context.random("training pictures"));
  return await measurePictures(context, pictures, "training noise");
}

async function measureSharpness(context: Context, means: Rows, fitted: FacesFitted): Promise<Measured["sharpness"]> {
  const count = Math.min(SHARPNESS_PICTURES, means.count);
  const random = context.random("sharpness");
  const samples = Array.from({ length: count }, () => drawFromMixture(fitted.mixture, random, 1));
  return {
    originals: await sharpnessOf(originals(context, context.data.split.validation.subarray(0, count))),
    reconstructions: await sharpnessOf(decoded(context, { ...means, count })),
    samples: await sharpnessOf(decoded(context, rowsOf(samples))),
  };
}

/** Every sheet of the end, in `samples/`. */
async function drawAll(context: Context, fitted: FacesFitted): Promise<void> {
  const { latent } = context.settings;
  await writeSheets(context, "final", {
    name: "mixture",
    draw: (random) => drawFromMixture(fitted.mixture, random, 1),
  });
  await writeSamples(context, "final-samples-prior", {
    name: "prior",
    draw: (random) => random.fillNormal(new Float32Array(latent)),
  });
  await writeMoves(context, fitted);
  const ways = "11 faces between their reconstructions, along the arc (above) and along the line (below).";
  const { dark, light } = await hairExtremes(context.data);
  await writeStrip(context, "hair-strip", [dark, light], {
    title: "From dark to light hair",
    description: `The pictures with the darkest and the lightest hair that were not trained on: ${ways}`,
  });
  const different = await mostDifferent(context.data);
  if (different === null) return;
  await writeStrip(context, "different-strip", different, {
    title: "Between two very different faces",
    description: `The two pictures whose pixels differ most, of those that were not trained on: ${ways}`,
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function metricsOf(measured: Measured): Record<string, number> {
  const { validation, training, baselines, sharpness, sensitivity, effects, realism } = measured;
  const { loss, mse, mseOfDraws, kl, activeUnits } = validation;
  const distances = Object.entries(realism?.frechet ?? {}).map(([name, value]) => [`frechet.${name}`, value]);
  return {
    "validation.loss": loss,
    "validation.mse": mse,
    "validation.pca.mse": baselines.pca.mse,
    "validation.meanPicture.mse": baselines.meanPicture.mse,
    "validation.mseOfDraws": mseOfDraws,
    "validation.kl": kl,
    "validation.activeUnits": activeUnits,
    "training.loss": training.loss,
    "training.mse": training.mse,
    "training.kl": training.kl,
    "sharpness.originals": sharpness.originals,
    "sharpness.reconstructions": sharpness.reconstructions,
    "sharpness.samples": sharpness.samples,
    sensitivity,
    "sensitivity.unitStep": meanOf(effects.perUnit),
    ...Object.fromEntries(distances),
    ...(realism === undefined
      ? {}
      : { "frechet.mixtureRatio": realism.frechet.mixture / realism.frechet.reconstructions }),
  };
}

function evaluationOf({ data, settings }: Context, measured: Measured): JsonObject {
  const { means: _, klPerUnit, ...validation } = measured.validation;
  const { realism, training, baselines } = measured;
  const { pictures, of, ...contenders } = baselines;
  return {
    formatVersion: 1,
    simulated: data.summary.simulated,
    loss: { kind: settings.loss, reduction: settings.loss === "sigma" ? "sum" : settings.reduction },
    validation: {
      ...validation,
      klPerUnit: [...klPerUnit],
      baselines: { meanPicture: { ...contenders.meanPicture }, pca: { ...contenders.pca } },
    },
    training: {
      pictures: training.means.count,
      loss: training.loss,
      mse: training.mse,
      mseOfDraws: training.mseOfDraws,
      kl: training.kl,
    },
    learntBaselines: { pictures, of },
    sharpness: { ...measured.sharpness },
    sensitivity: measured.sensitivity,
    effects: { perDeviation: [...measured.effects.perDeviation], perUnit: [...measured.effects.perUnit] },
    mixture: measured.mixture.tried.map((one) => ({ ...one })),
    ...(measured.spread === undefined ? {} : { spread: spreadOf(measured.spread) }),
    ...(realism === undefined
      ? {}
      : {
          frechet: { pictures: realism.pictures, ...realism.frechet },
          ...(realism.fidelity === undefined
            ? {}
            : {
                fidelity: {
                  originals: { ...realism.fidelity.originals },
                  reconstructions: { ...realism.fidelity.reconstructions },
                },
              }),
        }),
  };
}

function spreadOf({ spread, pictures, tried }: ChosenSpread): JsonObject {
  return { chosen: spread, pictures, tried: tried.map((one) => ({ ...one })) };
}
