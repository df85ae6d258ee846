/** The operation `edit`: change one property of a face and keep the rest. */

import { InputError, nearest, operation } from "kilnjs";
import { z } from "zod";
import { type Attribute, fittedOf } from "../fitted.js";
import { alongAttribute, evenly } from "../moves.js";
import { pictureAnswer, pictureFields, pictureResponse } from "./answer.js";
import { decodePictures } from "./infer.js";
import { latentOf, pointSchema } from "./point.js";

const request = z.strictObject({
  base: pointSchema.describe("the face to change"),
  attribute: z.string().min(1).max(100).describe("what to change, for instance hair; the manifest lists them"),
  strength: z.number().min(-10).max(10).default(2).describe("how far, in standard deviations; negative: the other way"),
  steps: z.int().min(1).max(127).default(1).describe("pictures on the way after the face itself"),
  ...pictureFields,
});

/** Moves along an attribute's direction. */
export const edit = operation({
  summary: "Change one property of a face",
  description:
    "Moves the face along a direction that was learnt from the training pictures: hair colour, face outline and more. The first picture is the face as it is.",
  request,
  response: z.object({
    ...pictureResponse,
    attribute: z.string(),
    low: z.string().describe("what negative strength leads to"),
    high: z.string().describe("what positive strength leads to"),
    strengths: z.array(z.number()),
  }),
  example: { base: { seed: 1 }, attribute: "hair", strength: 2 },
  picture: true,
  async run({ base, attribute, strength, steps, ...form }, context) {
    const found = findAttribute(fittedOf(context.manifests).attributes, attribute);
    const start = await latentOf(base, "/base", context);
    const strengths = evenly([0, strength], steps + 1);
    const latents = alongAttribute(start, found, strengths);
    const pictures = await decodePictures(latents, context);
    const more = { attribute, low: found.low, high: found.high, strengths };
    return pictureAnswer(form, { pictures, latents, columns: pictures.length, more }, context);
  },
});

function findAttribute(attributes: readonly Attribute[], name: string): Attribute {
  const found = attributes.find((attribute) => attribute.name === name);
  if (found !== undefined) return found;
  const names = attributes.map((attribute) => attribute.name);
  const guess = nearest(name, names);
  throw new InputError(`this version knows no attribute "${name}"`, {
    where: { field: "/attribute" },
    next: `${guess === undefined ? "" : `Did you mean ${guess}? `}It knows ${names.join(", ")}.`,
  });
}
