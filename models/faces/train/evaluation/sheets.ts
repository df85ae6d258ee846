/** Pictures that show how far training is: reconstructions, samples, and the way between two faces. */

import type { PictureWords, Random } from "kilnjs";
import { at } from "kilnjs";
import { pathBetween } from "../../interpolate.js";
import { FACE_BYTES, sheetOf, toPictures } from "../../sheet.js";
import type { Rows } from "../statistics/moments.js";
import { type Context, decoded, latentMeans } from "./passes.js";
import { writeSample } from "./write-sample.js";

/** Pictures of a sheet a row, and rows. */
const COLUMNS = 8;
/** Pictures that are shown beside their reconstructions. */
const SHOWN = 32;
/** Pictures of a strip. */
const STEPS = 9;
/** Pictures of the strip between two very different ones. */
const STRIP = 11;

/** Where the faces of a sheet of samples come from. */
export interface SampleSource {
  readonly name: "prior" | "mixture";
  /** One latent vector. */
  draw(random: Random): Float32Array;
}

/**
 * Writes three sheets into `samples/` of the run: `<name>-reconstructions.png` (each picture, then what the network makes
 * of it), `<name>-samples.png`, `<name>-interpolation.png` (four strips).
 */
export async function writeSheets(context: Context, name: string, source: SampleSource): Promise<void> {
  const { validation } = context.data.split;
  const shown = validation.subarray(0, SHOWN);
  const means = await latentMeans(context, shown);
  const reconstructions = await picturesOf(context, means);
  const bytes = new Uint8Array(shown.length * FACE_BYTES);
  await context.data.pictures.read(shown, bytes);
  const pairs = reconstructions.flatMap((picture, i) => [
    bytes.subarray(i * FACE_BYTES, (i + 1) * FACE_BYTES),
    picture,
  ]);
  await writeSample(context, `${name}-reconstructions`, sheetOf(pairs, { columns: COLUMNS }), {
    title: "Pictures and their reconstructions",
    description: `${shown.length} pictures that were not trained on, four a row, each with its reconstruction at its right.`,
  });
  await writeSamples(context, `${name}-samples`, source);

  const strips = stripEnds(means).flatMap(([from, to]) => pathBetween(from, to, STEPS, "slerp"));
  if (strips.length === 0) return; // a single validation picture: nowhere to go from it
  const sheet = sheetOf(await picturesOf(context, rowsOf(strips)), { columns: STEPS });
  await writeSample(context, `${name}-interpolation`, sheet, {
    title: "From one face to another",
    description: `${strips.length / STEPS} strips of ${STEPS} faces: the reconstructions of two pictures that were not trained on, and faces between them along the arc.`,
  });
}

/** Writes 64 samples of a source as `<name>.png`; the same draws for the same source each time. */
export async function writeSamples(context: Context, name: string, source: SampleSource): Promise<void> {
  const random = context.random("sheet");
  const draws = Array.from({ length: COLUMNS * COLUMNS }, () => source.draw(random));
  const samples = await picturesOf(context, rowsOf(draws));
  await writeSample(context, name, sheetOf(samples, { columns: COLUMNS }), {
    title: source.name === "prior" ? "Samples of the prior" : "Samples of the mixture",
    description: `${samples.length} faces that nobody drew, from latent numbers of the ${
      source.name === "prior" ? "standard normal prior" : "mixture fitted to those of the training pictures"
    }.`,
  });
}

/** Writes the way between two pictures, along the arc (above) and along the line, as `<name>.png`. */
export async function writeStrip(
  context: Context,
  name: string,
  [first, second]: readonly [number, number],
  words: PictureWords,
): Promise<void> {
  const { width, data } = await latentMeans(context, Uint32Array.of(first, second));
  const [from, to] = [Float32Array.from(data).slice(0, width), Float32Array.from(data).slice(width)];
  const ways = (["slerp", "lerp"] as const).flatMap((method) => pathBetween(from, to, STRIP, method));
  const sheet = sheetOf(await picturesOf(context, rowsOf(ways)), { columns: STRIP });
  await writeSample(context, name, sheet, words);
}

/** Decodes latent rows to pictures. */
export async function picturesOf(context: Context, latents: Rows): Promise<Uint8Array[]> {
  const pictures: Uint8Array[] = [];
  for await (const part of decoded(context, latents)) pictures.push(...toPictures(part));
  return pictures;
}

/** Latent vectors as rows. */
export function rowsOf(latents: readonly Float32Array[]): Rows {
  const width = latents[0]?.length ?? 0;
  const data = new Float32Array(latents.length * width);
  latents.forEach((latent, row) => {
    data.set(latent, row * width);
  });
  return { count: latents.length, width, data };
}

function stripEnds({ count, width, data }: Rows): [Float32Array, Float32Array][] {
  const row = (i: number) => Float32Array.from({ length: width }, (_, k) => at(data, i * width + k, "latent number"));
  return [0, 2, 4, 6].filter((i) => i + 1 < count).map((i) => [row(i), row(i + 1)]);
}
