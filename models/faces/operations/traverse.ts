/** The operation `traverse`: what each latent number does to a face. */

import { InputError, operation } from "kilnjs";
import { z } from "zod";
import { type FacesFitted, fittedOf, type LatentDimension, latentSize } from "../fitted.js";
import { alongDimension, valuesOver } from "../moves.js";
import { pictureAnswer, pictureFields, pictureResponse } from "./answer.js";
import { decodePictures } from "./infer.js";
import { latentOf, pointSchema } from "./point.js";

/** Rows when none are named: the latent numbers that change most. */
const DEFAULT_ROWS = 8;
/** Pictures in one answer. */
const MOST_PICTURES = 1024;

const request = z
  .strictObject({
    base: pointSchema.default({ seed: 1 }).describe("the face to start from"),
    dimensions: z
      .array(z.int().min(0).max(511))
      .min(1)
      .max(64)
      .optional()
      .describe("places in the latent vector, a row each; left out: the eight that change most, the strongest first"),
    range: z
      .tuple([z.number().min(-10).max(10), z.number().min(-10).max(10)])
      .default([-3, 3])
      .describe("from and to, in standard deviations of the training pictures around their mean"),
    steps: z.int().min(2).max(65).default(9).describe("pictures in a row"),
    ...pictureFields,
  })
  .refine(({ dimensions, steps }) => (dimensions?.length ?? DEFAULT_ROWS) * steps <= MOST_PICTURES, {
    message: `dimensions times steps is more than ${MOST_PICTURES} pictures`,
    path: ["steps"],
  });

/** Moves one latent number at a time. */
export const traverse = operation({
  summary: "Show what each latent number does",
  description: "One row for each latent number: it takes values over the range while all others stay.",
  request,
  response: z.object({ ...pictureResponse, dimensions: z.array(z.int()), values: z.array(z.array(z.number())) }),
  example: { base: { seed: 1 }, dimensions: [0, 1], range: [-3, 3], steps: 9 },
  picture: true,
  async run({ base, dimensions: wanted, range, steps, ...form }, context) {
    const fitted = fittedOf(context.manifests);
    const rows = chosen(wanted, fitted, latentSize(context.manifests));
    const start = await latentOf(base, "/base", context);
    const values = rows.map((row) => valuesOver(row, range, steps));
    const latents = rows.flatMap(({ index }, row) => alongDimension(start, index, values[row] ?? []));
    const pictures = await decodePictures(latents, context);
    const more = { dimensions: rows.map(({ index }) => index), values };
    return pictureAnswer(form, { pictures, latents, columns: steps, more }, context);
  },
});

function chosen(wanted: number[] | undefined, { dimensions }: FacesFitted, size: number): readonly LatentDimension[] {
  if (wanted === undefined) return dimensions.slice(0, DEFAULT_ROWS);
  return wanted.map((index, i) => {
    const found = dimensions.find((dimension) => dimension.index === index);
    if (found !== undefined) return found;
    throw new InputError(`there is no latent number ${index}`, {
      where: { field: `/dimensions/${i}` },
      next: `This version has 0 to ${size - 1}.`,
    });
  });
}
