/** The operation `decode`: latent numbers to pictures. */

import { operation } from "kilnjs";
import { z } from "zod";
import { latentSize } from "../fitted.js";
import { squareColumns } from "../sheet.js";
import { pictureAnswer, pictureFields, pictureResponse } from "./answer.js";
import { decodePictures } from "./infer.js";
import { checkLatent, latentSchema } from "./point.js";
import { MOST_PICTURES } from "./sample.js";

const request = z.strictObject({
  latents: z.array(latentSchema).min(1).max(MOST_PICTURES).describe("a list of latent vectors"),
  ...pictureFields,
});

/** Draws the pictures that latent numbers describe. */
export const decode = operation({
  summary: "Draw the pictures of latent numbers",
  description: "Decodes latent vectors, each as long as the model's contract says.",
  request,
  response: z.object(pictureResponse),
  example: { latents: [new Array<number>(32).fill(0)] },
  exampleFor: (manifests) => ({ latents: [new Array<number>(latentSize(manifests)).fill(0)] }),
  picture: true,
  async run({ latents: given, ...form }, context) {
    const size = latentSize(context.manifests);
    const latents = given.map((values, i) => checkLatent(values, size, `/latents/${i}`));
    const pictures = await decodePictures(latents, context);
    return pictureAnswer(form, { pictures, latents, columns: squareColumns(pictures.length) }, context);
  },
});
