/** What comes after the last step: fitted values, figures, and the pictures that show them. */
import type { FacesFitted } from "../../models/faces/fitted.js";
import { pathBetween } from "../../models/faces/interpolate.js";
import { drawFromMixture } from "../../models/faces/mixture.js";
import { sheetOf } from "../../models/faces/sheet.js";
import type { Json, JsonObject } from "../../models/json.js";
import type { Finished } from "../recipe.js";
import { hairExtremes } from "./evaluation/extremes.js";
import { type Context, decoded, latentMeans, originals } from "./evaluation/passes.js";
import { measureRealism, type Realism } from "./evaluation/realism.js";
import { sharpnessOf } from "./evaluation/sharpness.js";
import { picturesOf, rowsOf, write, writeSheets } from "./evaluation/sheets.js";
import { type Validation, validate } from "./evaluation/validation.js";
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
/** Pictures in the strip from dark to light hair. */
const STRIP = 11;

/** All figures. */
export interface Measured {
  readonly validation: Validation;
  readonly sharpness: { originals: number; reconstructions: number; samples: number };
  /** Mean change of a level (0..255) when one latent number moves by a standard deviation. */
  readonly sensitivity: number;
  readonly mixture: ChosenMixture;
  readonly spread: ChosenSpread | undefined;
  readonly realism: Realism | undefined;
}

/** Fits, measures and draws with the best weights. */
export async function finishFaces(context: Context): Promise<Finished> {
  const { data, settings, reporter, signal } = context;
  const chosen = context.random("fitted on").permutation(data.split.training.length).slice(0, FITTED_ON).sort();
  const indices = chosen.map((i) => data.split.training[i] as number);
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
  const measured: Measured = {
    validation,
    sharpness: await measureSharpness(context, validation.means, fitted),
    sensitivity: fitted.dimensions.reduce((sum, { effect }) => sum + effect, 0) / fitted.dimensions.length,
    mixture,
    spread,
    realism: settings.samplePictures > 0 ? await measureRealism(context, fitted) : undefined,
  };
  await writeSheets(context, "final", (random) => drawFromMixture(fitted.mixture, random, 1));
  await writeHairStrip(context);
  return {
    fitted: fitted as unknown as Record<string, Json>,
    metrics: metricsOf(measured),
    evaluation: evaluationOf(context, measured),
    remarks: remarksOn(measured, data, settings),
  };
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

/** From the darkest hair to the lightest, along the arc and along the line: `hair-strip.png`. */
async function writeHairStrip(context: Context): Promise<void> {
  const { dark, light } = await hairExtremes(context.data);
  const { width, data } = await latentMeans(context, Uint32Array.of(dark, light));
  const [from, to] = [Float32Array.from(data).slice(0, width), Float32Array.from(data).slice(width)];
  const ways = (["slerp", "lerp"] as const).flatMap((method) => pathBetween(from, to, STRIP, method));
  await write(context, "hair-strip", sheetOf(await picturesOf(context, rowsOf(ways)), { columns: STRIP }));
}

function metricsOf({ validation, sharpness, sensitivity, realism }: Measured): Record<string, number> {
  const { loss, mse, mseOfDraws, kl, activeUnits } = validation;
  const distances = Object.entries(realism?.frechet ?? {}).map(([name, value]) => [`frechet.${name}`, value]);
  return {
    "validation.loss": loss,
    "validation.mse": mse,
    "validation.mseOfDraws": mseOfDraws,
    "validation.kl": kl,
    "validation.activeUnits": activeUnits,
    "sharpness.originals": sharpness.originals,
    "sharpness.reconstructions": sharpness.reconstructions,
    "sharpness.samples": sharpness.samples,
    sensitivity,
    ...Object.fromEntries(distances),
    ...(realism === undefined
      ? {}
      : { "frechet.mixtureRatio": realism.frechet.mixture / realism.frechet.reconstructions }),
  };
}

function evaluationOf({ data, settings }: Context, measured: Measured): JsonObject {
  const { means: _, klPerUnit, ...validation } = measured.validation;
  const { realism } = measured;
  return {
    formatVersion: 1,
    simulated: data.summary.simulated,
    loss: { kind: settings.loss, reduction: settings.loss === "sigma" ? "sum" : settings.reduction },
    validation: { ...validation, klPerUnit: [...klPerUnit] },
    sharpness: { ...measured.sharpness },
    sensitivity: measured.sensitivity,
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
