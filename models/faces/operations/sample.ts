/** The operation `sample`: new faces from a seed. */

import { operation } from "kilnjs";
import { z } from "zod";
import { fittedOf, latentSize } from "../fitted.js";
import { drawLatents, samplers } from "../sampler.js";
import { squareColumns } from "../sheet.js";
import { pictureAnswer, pictureFields, pictureResponse } from "./answer.js";
import { decodePictures } from "./infer.js";
import { seedSchema } from "./point.js";

/** Pictures in one answer. */
export const MOST_PICTURES = 256;

const request = z.strictObject({
  count: z.int().min(1).max(MOST_PICTURES).default(16).describe("how many faces"),
  seed: seedSchema.default(1).describe("the same seed gives the same faces; more faces begin with the same ones"),
  temperature: z.number().min(0).max(4).default(1).describe("0: the middle of each kind; 1: as varied as training"),
  sampler: z.enum(samplers).default("mixture").describe("mixture: where training pictures lie; prior: the VAE's own"),
  ...pictureFields,
});

/** Draws new faces. */
export const sample = operation({
  summary: "Draw new faces from a seed",
  description:
    "Draws latent numbers from the fitted mixture (or the prior) and decodes them. Answers a sheet as PNG or WebP, or JSON with the latent numbers and the pictures as data URLs, by Accept.",
  request,
  response: z.object({ ...pictureResponse, seed: z.int(), sampler: z.string(), temperature: z.number() }),
  example: { count: 16, seed: 7, temperature: 1, layout: "grid" },
  picture: true,
  async run({ count, seed, temperature, sampler, ...form }, context) {
    const size = latentSize(context.manifests);
    const latents = drawLatents(fittedOf(context.manifests), size, { seed, count, sampler, temperature });
    const pictures = await decodePictures(latents, context);
    const more = { seed, sampler, temperature };
    return pictureAnswer(form, { pictures, latents, columns: squareColumns(count), more }, context);
  },
});
