/** Pictures through the encoder and back, one after the other: a bad one costs nothing but itself. */

import type { Reporter } from "kilnjs";
import { InputError } from "kilnjs";
import { z } from "zod";
import type { Gathered } from "./gather.js";
import { readPictureFile } from "./picture-file.js";
import { type Faces, listFields } from "./published.js";

/** A picture and what became of it. */
export interface Reconstructed {
  readonly path: string;
  readonly name: string;
  /** Mean squared error, levels from 0 to 1. */
  readonly error: number;
  readonly latent: readonly number[];
  /** The picture as the model saw it, and its reconstruction. */
  readonly images: readonly string[];
}

export interface Reconstructions {
  readonly done: readonly Reconstructed[];
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  /** Files that were not looked at, since there were enough. */
  readonly left: number;
}

const answer = z.object({ ...listFields, errors: z.array(z.number()) });

/**
 * Asks `reconstruct` for each file until `count` of them are done.
 *
 * @param scale side of the square that each pixel becomes.
 */
export async function reconstructAll(
  faces: Faces,
  files: readonly Gathered[],
  count: number,
  scale: number,
  reporter: Reporter,
): Promise<Reconstructions> {
  const done: Reconstructed[] = [];
  const skipped: { file: string; reason: string }[] = [];
  let looked = 0;
  for (const file of files) {
    if (done.length === count) break;
    looked += 1;
    const result = await attempt(faces, file, scale);
    if (typeof result === "string") skipped.push({ file: file.path, reason: result });
    else done.push(result);
    const total = Math.min(count, files.length - skipped.length);
    reporter.progress({ label: "reconstructing", done: done.length, total, unit: "pictures" });
  }
  return { done, skipped, left: files.length - looked };
}

/** The reconstruction, or why there is none. */
async function attempt(faces: Faces, file: Gathered, scale: number): Promise<Reconstructed | string> {
  const { path, name, reason } = file;
  if (reason !== undefined) return reason;
  try {
    const image = await readPictureFile(path);
    const { answer: one } = await faces.ask("reconstruct", { image, scale }, answer);
    const {
      errors: [error = Number.NaN],
      latents: [latent = []],
      images,
    } = one;
    return { path, name, error, latent, images };
  } catch (fault) {
    // Only the picture may be to blame: a model that fails would fail for all.
    if (fault instanceof InputError && (fault.where.file === path || fault.where.field === "/image"))
      return fault.reason;
    throw fault;
  }
}
