/** A point of the latent space, as a request names it: by a seed, by its numbers, or by a picture. */

import type { OperationContext } from "kilnjs";
import { InputError } from "kilnjs";
import { z } from "zod";
import { LATENT_LIMIT } from "../contract.js";
import { fittedOf, latentSize } from "../fitted.js";
import { drawLatents, samplers } from "../sampler.js";
import { encodeMeans } from "./infer.js";
import { imageSchema, readPicture } from "./picture-input.js";

/** A seed: any whole number that a double holds exactly. */
export const seedSchema = z.int({ error: "a seed is a whole number" });

/** Latent numbers; how many, the version says. */
export const latentSchema = z.array(z.number().min(-LATENT_LIMIT).max(LATENT_LIMIT)).min(1).max(512);

/** Exactly one of `seed`, `latent` and `image`. */
export const pointSchema = z
  .strictObject({
    seed: seedSchema.optional().describe("the first sample of this seed"),
    sampler: z.enum(samplers).optional().describe("where a seed's sample comes from; mixture when left out"),
    latent: latentSchema.optional().describe("the latent numbers themselves"),
    image: imageSchema.optional().describe("a picture: its mean latent numbers"),
  })
  .refine(({ seed, latent, image }) => [seed, latent, image].filter((value) => value !== undefined).length === 1, {
    message: "give exactly one of seed, latent and image",
  });

export type Point = z.infer<typeof pointSchema>;

/**
 * The latent numbers of a point.
 *
 * @param field the JSON pointer of the point, for messages.
 * @throws InputError when a latent vector has another length than the version's, or the picture is none.
 */
export async function latentOf(point: Point, field: string, context: OperationContext): Promise<Float32Array> {
  const size = latentSize(context.manifests);
  if (point.latent !== undefined) return checkLatent(point.latent, size, `${field}/latent`);
  if (point.image !== undefined) {
    const picture = await readPicture(point.image, `${field}/image`, context);
    const [mean] = await encodeMeans([picture], context);
    if (mean !== undefined) return mean;
  }
  const options = { seed: point.seed ?? 0, count: 1, sampler: point.sampler ?? "mixture", temperature: 1 } as const;
  const [latent = new Float32Array(size)] = drawLatents(fittedOf(context.manifests), size, options);
  return latent;
}

/**
 * Latent numbers of the right length as floats.
 *
 * @throws InputError naming the field when there are too few or too many.
 */
export function checkLatent(values: readonly number[], size: number, field: string): Float32Array {
  if (values.length === size) return Float32Array.from(values);
  throw new InputError(`${values.length} numbers, this version has ${size} latent numbers`, { where: { field } });
}
