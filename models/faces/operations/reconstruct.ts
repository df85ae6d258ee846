/** The operation `reconstruct`: pictures through the encoder and back. */

import { at, operation } from "kilnjs";
import { z } from "zod";
import { pictureAnswer, pictureFields, pictureResponse } from "./answer.js";
import { EXAMPLE_IMAGE } from "./example-image.js";
import { decodePictures, encodeMeans } from "./infer.js";
import { imagesFields, oneOfImages, readPictures } from "./picture-input.js";

const request = z
  .strictObject({
    ...imagesFields,
    compare: z.boolean().default(true).describe("true: each picture as the model saw it, and beside it what it drew"),
    ...pictureFields,
  })
  .refine(oneOfImages.check, { message: oneOfImages.message });

/** Reconstructs pictures. */
export const reconstruct = operation({
  summary: "Reconstruct pictures",
  description:
    "Encodes each picture and decodes its mean latent numbers. The mean squared error is over levels of 0 to 1.",
  request,
  response: z.object({
    ...pictureResponse,
    errors: z.array(z.number()).describe("mean squared error of each picture, levels 0 to 1"),
  }),
  example: { image: EXAMPLE_IMAGE },
  picture: true,
  async run({ image, images, compare, ...form }, context) {
    const originals = await readPictures({ image, images }, context);
    const latents = await encodeMeans(originals, context);
    const drawn = await decodePictures(latents, context);
    const errors = drawn.map((picture, i) => meanSquaredError(picture, originals[i] ?? picture));
    const pictures = compare ? originals.flatMap((original, i) => [original, drawn[i] ?? original]) : drawn;
    return pictureAnswer(form, { pictures, latents, columns: compare ? 2 : 1, more: { errors } }, context);
  },
});

function meanSquaredError(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((at(a, i) - at(b, i)) / 255) ** 2;
  return sum / a.length;
}
