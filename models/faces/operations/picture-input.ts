/** Pictures that a request brings: base64 text, with or without the `data:` of a data URL. */

import type { OperationContext } from "kilnjs";
import { frame, fromBase64, InputError } from "kilnjs";
import { z } from "zod";
import { FACE_SIZE } from "../face-size.js";
import { fittedOf } from "../fitted.js";

/** Characters of the longest picture: a server's own limit on bodies is lower. */
const LONGEST = 64_000_000;
/** Pictures in one request. */
const MOST_PICTURES = 64;

/** A picture as text; in a form, a file. */
export const imageSchema = z.string().min(1).max(LONGEST).meta({ contentMediaType: "image/*" });

/** Fields of an operation that takes one picture or several. */
export const imagesFields = {
  image: imageSchema.optional().describe("a picture: a data URL or base64; in a form, a file"),
  images: z.array(imageSchema).min(1).max(MOST_PICTURES).optional().describe("several pictures"),
} as const;

/** Exactly one of the two fields. */
export const oneOfImages = {
  check: ({ image, images }: { image?: string | undefined; images?: string[] | undefined }) =>
    (image === undefined) !== (images === undefined),
  message: "give either image or images",
} as const;

/**
 * Decodes and frames a picture as training did.
 *
 * @returns RGB bytes [64, 64, 3].
 * @throws InputError naming the field when it is no base64, no picture, or too large.
 */
export async function readPicture(text: string, field: string, context: OperationContext): Promise<Uint8Array> {
  const comma = text.startsWith("data:") ? text.indexOf(",") : -1;
  if (text.startsWith("data:") && !text.slice(0, Math.max(0, comma)).endsWith(";base64")) {
    throw new InputError("a data URL must be base64: data:image/png;base64,…", { where: { field } });
  }
  const { fit } = fittedOf(context.manifests);
  const bytes = fromBase64(text.slice(comma + 1), field);
  const pixels = await context.pictures.decode(bytes, field, { fit, size: FACE_SIZE });
  return frame(pixels, fit, FACE_SIZE);
}

/** The pictures of a request, in its order. */
export async function readPictures(
  { image, images }: { image?: string | undefined; images?: string[] | undefined },
  context: OperationContext,
): Promise<Uint8Array[]> {
  if (image !== undefined) return [await readPicture(image, "/image", context)];
  const pictures: Uint8Array[] = [];
  // One after the other: decoded pictures are large, and only 64 x 64 pixels of each are kept.
  for (const [i, text] of (images ?? []).entries()) pictures.push(await readPicture(text, `/images/${i}`, context));
  return pictures;
}
