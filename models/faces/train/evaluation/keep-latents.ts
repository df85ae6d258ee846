/** Keeps latent numbers of validation pictures in the run: after each epoch a few, at the end more with their pictures. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { at } from "kilnjs";
import { encodeLatents, type KeptLatents, latentFiles, writeAtomically } from "kilnjs/train";
import sharp from "sharp";
import { FACE_BYTES } from "../../sheet.js";
import type { FacesData } from "../data.js";
import { FACTOR_NAMES } from "../draw/factors.js";
import type { Rows } from "../statistics/moments.js";
import type { Context } from "./passes.js";
import { spriteOf } from "./sprite.js";

/** Pictures that are kept: 32 KB an epoch with 32 latent numbers, and a sprite of about a megabyte at the end. */
const KEPT = { epoch: 256, final: 1_000 } as const;

/**
 * Writes `latents/epoch-0007.safetensors`. Nothing of it is read back by training, and a resumed run writes the same bytes.
 *
 * @param means mean latent numbers of the validation pictures, in their order.
 */
export function keepEpochLatents(context: Context, means: Rows): void {
  write(context, `epoch-${String(context.epoch).padStart(4, "0")}`, KEPT.epoch, means);
}

/** Writes `latents/final.safetensors` and the sprite of its pictures, for the best weights. */
export async function keepFinalLatents(context: Context, means: Rows): Promise<void> {
  write(context, latentFiles.final, KEPT.final, means);
  const { pictures, split } = context.data;
  const chosen = split.validation.subarray(0, KEPT.final);
  const bytes = new Uint8Array(chosen.length * FACE_BYTES);
  await pictures.read(chosen, bytes);
  const { width, height, data } = spriteOf(
    Array.from(chosen, (_, i) => bytes.subarray(i * FACE_BYTES, (i + 1) * FACE_BYTES)),
  );
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  writeAtomically(join(context.directory, latentFiles.folder, latentFiles.sprite), [png]);
}

function write(context: Context, name: string, most: number, means: Rows): void {
  const { data, directory, epoch } = context;
  const { pictures, split } = data;
  const chosen = split.validation.subarray(0, most);
  const { width } = means;
  const folder = join(directory, latentFiles.folder);
  mkdirSync(folder, { recursive: true });
  writeAtomically(
    join(folder, `${name}${latentFiles.ending}`),
    encodeLatents({
      epoch,
      names: Array.from(chosen, (index) => pictures.name(index)),
      width,
      means: Float32Array.from({ length: chosen.length * width }, (_, i) => at(means.data, i, "latent number")),
      factors: name === latentFiles.final ? factorsOf(data, chosen) : undefined,
    }),
  );
}

/** What is known of pictures: undefined for those that were not drawn. */
function factorsOf({ pictures: { factors } }: FacesData, chosen: Uint32Array): KeptLatents["factors"] {
  if (factors === undefined) return undefined;
  const columns = FACTOR_NAMES.length;
  const values = new Int32Array(chosen.length * columns);
  chosen.forEach((index, row) => {
    values.set(factors.subarray(index * columns, (index + 1) * columns), row * columns);
  });
  return { names: FACTOR_NAMES, values };
}
