/** A picture in `samples/` of the run, with the words for those who do not see it inside the file. */

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Pixels } from "kilnjs";
import { type PictureWords, withWords } from "kilnjs";
import { runFiles, writeAtomically } from "kilnjs/train";
import sharp from "sharp";
import type { Context } from "./passes.js";

/** Writes pixels as `samples/<name>.png`. */
export async function writeSample(
  context: Context,
  name: string,
  { width, height, data }: Pixels,
  words: PictureWords,
): Promise<void> {
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  await writeSamplePng(context, name, png, words);
}

/** The same for a PNG that is drawn already. */
export async function writeSamplePng(
  { directory }: Context,
  name: string,
  png: Uint8Array,
  words: PictureWords,
): Promise<void> {
  const folder = join(directory, runFiles.samples);
  await mkdir(folder, { recursive: true });
  writeAtomically(join(folder, `${name}.png`), [withWords(png, words)]);
}
