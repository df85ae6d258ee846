/** The operation `interpolate`: the way from one face to another. */

import { operation } from "kilnjs";
import { z } from "zod";
import { methods, pathBetween } from "../interpolate.js";
import { pictureAnswer, pictureFields, pictureResponse } from "./answer.js";
import { decodePictures } from "./infer.js";
import { latentOf, pointSchema } from "./point.js";

const request = z.strictObject({
  from: pointSchema,
  to: pointSchema,
  steps: z.int().min(2).max(128).default(9).describe("pictures, both ends included"),
  method: z.enum(methods).default("slerp").describe("slerp: along the arc; lerp: along the straight line"),
  ...pictureFields,
});

/** Walks from one point to another. */
export const interpolate = operation({
  summary: "Go from one face to another",
  description:
    "Each end is a seed, latent numbers, or a picture. The ends of the strip are exactly those two faces (for pictures: their reconstructions).",
  request,
  response: z.object({ ...pictureResponse, method: z.string() }),
  example: { from: { seed: 1 }, to: { seed: 2 }, steps: 9, method: "slerp" },
  picture: true,
  async run({ from, to, steps, method, ...form }, context) {
    const [start, end] = [await latentOf(from, "/from", context), await latentOf(to, "/to", context)];
    const latents = pathBetween(start, end, steps, method);
    const pictures = await decodePictures(latents, context);
    return pictureAnswer(form, { pictures, latents, columns: steps, more: { method } }, context);
  },
});
