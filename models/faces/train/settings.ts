/** Everything about a `faces` training that can be set, and its presets. */

import { fits } from "kilnjs";
import type { IdleSettings, Preset } from "kilnjs/train";
import { commonSettings } from "kilnjs/train";
import { z } from "zod";
import { facesContractConfig } from "../contract.js";
import { likenesses } from "./dataset/likeness.js";

/** Settings of `faces`: each is a key of `--set`. */
export const facesSettings = z.strictObject({
  ...commonSettings,
  batchSize: commonSettings.batchSize.default(32),
  count: z.int().min(1).max(10_000_000).default(12_000).describe("faces to draw, when no folder is given"),
  pictures: z.int().min(0).default(0).describe("pictures to use at most, chosen by the seed; 0 = all"),
  smallestEpoch: z
    .int()
    .min(0)
    .default(10_000)
    .describe("pictures in an epoch at least: a smaller set is gone through several times; 0 = once"),
  fit: z.enum(fits).default("crop").describe("what becomes of a picture that is no square: crop or pad (white)"),
  alike: z
    .enum(likenesses)
    .default("near")
    .describe(
      "pictures of a folder that are never divided: equal ones, near(ly equal) ones too, or also mirrored ones",
    ),
  validationShare: z.number().gt(0).max(0.5).default(0.1).describe("share of the pictures to measure on"),
  latent: facesContractConfig.shape.latent.default(32).describe("numbers that a picture is described by"),
  width: z
    .int()
    .min(4)
    .max(256)
    .default(32)
    .describe("channels of the first convolution; the others have 2, 4, 4 times"),
  hidden: z.int().min(16).max(4096).default(256).describe("units between the convolutions and the latent numbers"),
  upsampling: z
    .enum(["transposed", "nearest"])
    .default("transposed")
    .describe("how the decoder doubles its size: transposed convolution, or nearest neighbour and a convolution"),
  loss: z
    .enum(["sigma", "weighted"])
    .default("sigma")
    .describe("sigma: sigma-VAE, no weight to choose; weighted: squared error + klWeight * KL"),
  reduction: z
    .enum(["sum", "mean"])
    .default("sum")
    .describe("the squared error of a picture, for loss=weighted: sum or mean over its 12,288 numbers"),
  klWeight: z.number().min(0).max(1e6).default(1).describe("weight of the KL divergence"),
  klWarmup: z.number().min(0).default(3).describe("epochs over which the KL weight rises from 0"),
  freeBits: z.number().min(0).default(0).describe("nats of KL that each latent unit has for nothing"),
  rateFloor: z
    .number()
    .min(0)
    .max(1)
    .default(0.05)
    .describe("share of the learning rate that the cosine ends at; 1 = constant rate"),
  gradientNorm: z.number().min(0).default(0).describe("gradients longer than this are shortened to it; 0 = never"),
  samplePictures: z
    .int()
    .min(0)
    .default(5_000)
    .describe("pictures and samples that the Frechet distances are measured on; 0 = leave them out"),
  sheetEpochs: z.int().min(0).default(5).describe("epochs between two sheets in samples/; 0 = only at the end"),
});

export type FacesSettings = z.infer<typeof facesSettings>;

/** Settings without an effect beside these others. */
export function idleFaces({ loss }: FacesSettings, data: string | undefined): IdleSettings<FacesSettings> {
  const weighted = "only loss=weighted reads it";
  return {
    ...(loss === "sigma" ? { reduction: weighted, klWeight: weighted } : {}),
    ...(data === undefined
      ? {}
      : { count: "it is for drawn faces, and a folder is read whole (pictures=N uses fewer)" }),
  };
}

/** The report's own parameters, but for what each of its four presets changes. */
const report = {
  latent: 32,
  loss: "weighted",
  reduction: "sum",
  klWarmup: 0,
  rateFloor: 1,
  smallestEpoch: 0,
  epochs: 15,
} as const satisfies Partial<FacesSettings>;

/** Presets by name. */
export const facesPresets = {
  demo: {
    summary: "the best recipe, cut short: about a minute on two cores",
    values: {
      count: 6_000,
      threads: 2,
      smallestEpoch: 5_000,
      epochs: 14,
      width: 16,
      learningRate: 2e-3,
      klWarmup: 1,
      samplePictures: 0,
      sheetEpochs: 7,
    },
  },
  best: {
    summary: "what was found to work: sigma-VAE, 12,000 faces, 30 epochs under a cosine rate",
    values: { epochs: 30, width: 32 },
  },
  "report-kl1": {
    summary: "a plain VAE: squared error + 1 x KL; batch 30, rate 1e-3, 10,000 pictures",
    values: { ...report, klWeight: 1, batchSize: 30, learningRate: 1e-3, count: 10_000, pictures: 10_000 },
  },
  "report-kl70": {
    summary: "squared error + 70 x KL: smooth faces that look alike; batch 50, rate 1e-4, 12,000 pictures",
    values: { ...report, klWeight: 70, batchSize: 50, learningRate: 1e-4, count: 12_000, pictures: 12_000 },
  },
  "report-kl100": {
    summary:
      "squared error + 100 x KL, which is too much: the latents say nothing; batch 50, rate 1e-4, 12,000 pictures",
    values: { ...report, klWeight: 100, batchSize: 50, learningRate: 1e-4, count: 12_000, pictures: 12_000 },
  },
  "report-kl0": {
    summary: "squared error alone, KL x 0: an autoencoder, bad at new faces; batch 50, rate 1e-4, 12,000 pictures",
    values: { ...report, klWeight: 0, batchSize: 50, learningRate: 1e-4, count: 12_000, pictures: 12_000 },
  },
} as const satisfies Readonly<Record<string, Preset<FacesSettings>>>;
