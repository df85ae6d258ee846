/** What training measured and every client uses: numbers beside the weights, in the manifest of both graphs. */

import type { Manifest } from "kilnjs";
import { FailedError, fits, parseAs } from "kilnjs";
import { z } from "zod";
import { mixtureSchema } from "./mixture.js";

/** One latent number, as the training pictures use it. */
const dimensionSchema = z.object({
  /** Its place in the latent vector. */
  index: z.int().nonnegative(),
  /** Mean change of a picture's levels (0..255) when it moves by one standard deviation. */
  effect: z.number().nonnegative(),
  mean: z.number(),
  deviation: z.number().nonnegative(),
});

/** A direction in latent space along which one property of the picture changes. */
const attributeSchema = z.object({
  /** What `edit` calls it: `hair`. */
  name: z.string(),
  title: z.string(),
  low: z.string(),
  high: z.string(),
  /** Where it was learnt from: the drawing's known factors, or a statistic of the pixels. */
  source: z.enum(["factor", "statistic"]),
  /** Added once, it moves the property by one standard deviation of the training pictures. */
  direction: z.array(z.number()),
});

/** Fitted values of `faces@1`. */
export const facesFittedSchema = z.object({
  /** How a picture becomes a square, as in training. */
  fit: z.enum(fits),
  /** The latent numbers, from the one that changes most. */
  dimensions: z.array(dimensionSchema).min(1),
  mixture: mixtureSchema,
  attributes: z.array(attributeSchema),
});

export type FacesFitted = z.infer<typeof facesFittedSchema>;
/** A latent number; see `dimensionSchema`. */
export type LatentDimension = z.infer<typeof dimensionSchema>;
/** A direction; see `attributeSchema`. */
export type Attribute = z.infer<typeof attributeSchema>;

const parsed = new WeakMap<Manifest, FacesFitted>();

/**
 * The fitted values of the active version; checked once a manifest.
 *
 * @throws FailedError when the version has no decoder; InputError when its fitted values are not of this format.
 */
export function fittedOf(manifests: Readonly<Record<string, Manifest>>): FacesFitted {
  const manifest = decoderManifest(manifests);
  const known = parsed.get(manifest);
  if (known !== undefined) return known;
  const fitted = parseAs(facesFittedSchema, manifest.fitted, "fitted values of faces");
  parsed.set(manifest, fitted);
  return fitted;
}

/**
 * The decoder's manifest.
 *
 * @throws FailedError when the active version has none.
 */
export function decoderManifest(manifests: Readonly<Record<string, Manifest>>): Manifest {
  const manifest = manifests.faces_decoder;
  if (manifest === undefined) throw new FailedError("the active version has no graph named faces_decoder");
  return manifest;
}

/** How many latent numbers a version has, by its contract. */
export function latentSize(manifests: Readonly<Record<string, Manifest>>): number {
  const size = decoderManifest(manifests).contract.inputs[0]?.dimensions[1]?.size;
  if (size === undefined || size === null) throw new FailedError("the contract of faces_decoder has no latent size");
  return size;
}
