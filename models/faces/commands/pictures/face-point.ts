/** A face that a person names: a picture file, or `seed:N`. */
import { basename } from "node:path";
import { InputError, UsageError, type Where } from "kilnjs";
import { readPictureFile } from "./picture-file.js";

const SEED = /^seed:/i;

/** A point of the latent space, for a request and for a label. */
export interface FacePoint {
  /** As `interpolate`, `traverse` and `edit` take it. */
  readonly point: { readonly image: string } | { readonly seed: number; readonly sampler?: string };
  readonly name: string;
  /** The picture's file, or the argument. */
  readonly origin: Where;
  /** The picture as base64; undefined for a seed. */
  readonly image?: string;
}

/**
 * Reads what was typed.
 *
 * @param argument what it stands for, for messages: `A`.
 * @throws UsageError for a seed that is no whole number; InputError for a file that cannot be read.
 */
export async function facePoint(typed: string, argument: string, sampler?: string): Promise<FacePoint> {
  if (SEED.test(typed)) {
    const digits = typed.replace(SEED, "").trim();
    const seed = digits === "" ? Number.NaN : Number(digits);
    if (!Number.isSafeInteger(seed)) {
      throw new UsageError(`"${typed}" is no seed`, {
        where: { field: argument },
        next: "Give a whole number: seed:7.",
      });
    }
    const point = { seed, ...(sampler === undefined ? {} : { sampler }) };
    return { point, name: `seed ${seed}`, origin: { field: argument } };
  }
  try {
    const image = await readPictureFile(typed);
    return { point: { image }, name: basename(typed), origin: { file: typed }, image };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.reason, {
      where: error.where,
      next: "Give a picture file, or seed:7 for the face of a seed.",
      cause: error,
    });
  }
}
