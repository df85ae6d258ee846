/** Opens pictures: the embedded faces, or a folder of the user's. */

import type { Fit, Reporter } from "kilnjs";
import { openDrawn } from "./drawn.js";
import { openFolder } from "./folder.js";
import type { Likeness } from "./likeness.js";
import type { PictureSet } from "./picture-set.js";

/** The most pixels a picture may have: 100 megapixels, 300 MB once decoded. Looked up in its header. */
const PIXEL_LIMIT = 100_000_000;

/** Which pictures. */
export interface PictureOptions {
  /** A folder; left out: drawn faces. */
  readonly folder?: string | undefined;
  /** How many faces to draw, and from which seed. Not for a folder, which is read whole. */
  readonly count: number;
  readonly seed: number;
  /** How a picture that is no square becomes one. */
  readonly fit: Fit;
  /** Which pictures of a folder are never divided between training and validation. */
  readonly alike?: Likeness;
  /** Where caches are kept. */
  readonly cache: string;
  readonly signal?: AbortSignal | undefined;
  readonly pixelLimit?: number;
}

/**
 * Opens the pictures and makes what the cache lacks.
 *
 * @throws InputError when the folder is not there, or has no picture; InterruptedError when the signal is aborted.
 */
export async function openPictures(options: PictureOptions, reporter: Reporter): Promise<PictureSet> {
  const { folder, count, seed, fit, alike = "near", cache, signal, pixelLimit = PIXEL_LIMIT } = options;
  if (folder === undefined) return await openDrawn({ count, seed, cache, reporter, signal });
  return await openFolder({ folder, fit, alike, pixelLimit, cache, reporter, signal });
}
