/** Pictures that show how far training is: reconstructions, samples, and the way between two faces. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { pathBetween } from "../../../models/faces/interpolate.js";
import { FACE_BYTES, sheetOf, toPictures } from "../../../models/faces/sheet.js";
import type { Pixels } from "../../../models/operation.js";
import type { Random } from "../../../models/random.js";
import type { Rows } from "../statistics/moments.js";
import { type Context, decoded, latentMeans } from "./passes.js";

/** Pictures of a sheet a row, and rows. */
const COLUMNS = 8;
/** Pictures that are shown beside their reconstructions. */
const SHOWN = 32;
/** Pictures of a strip. */
const STEPS = 9;

/**
 * Writes three sheets into `samples/` of the run: `<name>-reconstructions.png` (each picture, then what the network makes
 * of it), `<name>-samples.png`, `<name>-interpolation.png` (four strips).
 *
 * @param draw one latent vector.
 */
export async function writeSheets(
  context: Context,
  name: string,
  draw: (random: Random) => Float32Array,
): Promise<void> {
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
  await write(context, `${name}-reconstructions`, sheetOf(pairs, { columns: COLUMNS }));

  const random = context.random("sheet");
  const draws = Array.from({ length: COLUMNS * COLUMNS }, () => draw(random));
  const samples = await picturesOf(context, rowsOf(draws));
  await write(context, `${name}-samples`, sheetOf(samples, { columns: COLUMNS }));

  const strips = stripEnds(means).flatMap(([from, to]) => pathBetween(from, to, STEPS, "slerp"));
  if (strips.length === 0) return; // a single validation picture: nowhere to go from it
  await write(context, `${name}-interpolation`, sheetOf(await picturesOf(context, rowsOf(strips)), { columns: STEPS }));
}

/** Decodes latent rows to pictures. */
export async function picturesOf(context: Context, latents: Rows): Promise<Uint8Array[]> {
  const pictures: Uint8Array[] = [];
  for await (const part of decoded(context, latents)) pictures.push(...toPictures(part));
  return pictures;
}

/** Writes a picture into `samples/` of the run. */
export async function write({ directory }: Context, name: string, { width, height, data }: Pixels): Promise<void> {
  const folder = join(directory, "samples");
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, `${name}.png`),
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer(),
  );
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
  const row = (i: number) => Float32Array.from({ length: width }, (_, k) => data[i * width + k] as number);
  return [0, 2, 4, 6].filter((i) => i + 1 < count).map((i) => [row(i), row(i + 1)]);
}
