/** The operation `encode`: pictures to latent numbers. */

import { operation } from "kilnjs";
import { z } from "zod";
import { whoAnswers } from "./answer.js";
import { EXAMPLE_IMAGE } from "./example-image.js";
import { encodePictures } from "./infer.js";
import { imagesFields, oneOfImages, readPictures } from "./picture-input.js";

const request = z.strictObject(imagesFields).refine(oneOfImages.check, { message: oneOfImages.message });

/** Describes pictures by latent numbers. */
export const encode = operation({
  summary: "Describe pictures by latent numbers",
  description:
    "Any picture: turned upright, transparency over white, made square as in training, 64 by 64 pixels. Send base64 in JSON, or files in a form: curl -F image=@face.png.",
  request,
  response: z.object({
    model: z.string(),
    version: z.int(),
    simulated: z.boolean(),
    notice: z.string(),
    results: z.array(
      z.object({
        mean: z.array(z.number()).describe("mean latent numbers: decode these to reconstruct the picture"),
        log_variance: z.array(z.number()).describe("logarithms of their variances: how sure the encoder is"),
      }),
    ),
  }),
  example: { image: EXAMPLE_IMAGE },
  async run(given, context) {
    const encoded = await encodePictures(await readPictures(given, context), context);
    return {
      json: {
        ...whoAnswers(context),
        results: encoded.map(({ mean, logVariance }) => ({
          mean: Array.from(mean),
          log_variance: Array.from(logVariance),
        })),
      },
    };
  },
});
