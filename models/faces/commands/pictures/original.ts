/** A picture as the model saw it: made square and small as in training. */
import { z } from "zod";
import { type Faces, listFields } from "./published.js";

const answer = z.object(listFields);

/**
 * The first half of what `reconstruct` answers.
 *
 * @param image base64, as in a request.
 * @returns a data URL; undefined when there is no picture, since the face came from a seed.
 */
export async function originalOf(faces: Faces, image: string | undefined): Promise<string | undefined> {
  if (image === undefined) return undefined;
  const { answer: one } = await faces.ask("reconstruct", { image }, answer);
  return one.images[0];
}
