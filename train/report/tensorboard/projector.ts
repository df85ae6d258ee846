/**
 * Files of TensorBoard's embedding projector: `projector_config.pbtxt` (the messages of projector_config.proto), the points
 * and what is known of them as tab-separated text, and a sprite with a small picture for each.
 */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KeptLatents } from "../../run/latents.js";
import type { RunLatents } from "../read/latents.js";

/** Names beside the event file; those of the last time go when there is nothing to show. */
const FILES = {
  config: "projector_config.pbtxt",
  points: "latents.tsv",
  metadata: "latents-metadata.tsv",
  sprite: "latents-sprite.png",
} as const;

/** What the projector calls the points. */
const NAME = "latent_means";

/**
 * Writes the files into the folder of the event file.
 *
 * @returns how many points there are; 0 when the run has kept none.
 */
export function writeProjector({ final, sprite }: RunLatents, folder: string): number {
  // The configuration comes last: it never names a file that is not there.
  for (const name of [FILES.config, FILES.points, FILES.metadata, FILES.sprite])
    rmSync(join(folder, name), { force: true });
  if (final === null || final.names.length === 0) return 0;
  writeFileSync(join(folder, FILES.points), pointsOf(final));
  writeFileSync(join(folder, FILES.metadata), metadataOf(final));
  if (sprite !== null) copyFileSync(sprite, join(folder, FILES.sprite));
  writeFileSync(join(folder, FILES.config), configOf(final, sprite));
  return final.names.length;
}

function pointsOf({ names, width, means }: KeptLatents): string {
  const line = (row: number) => Array.from(means.subarray(row * width, (row + 1) * width), short).join("\t");
  return `${names.map((_, row) => line(row)).join("\n")}\n`;
}

/** Seven digits: what a float32 surely has. */
function short(value: number): string {
  return String(Number(value.toPrecision(7)));
}

/** One column has no heading, several have: so TensorBoard wants it. */
function metadataOf({ names, factors }: KeptLatents): string {
  const rows = names.map((name, row) => {
    const width = factors?.names.length ?? 0;
    const known = Array.from(factors?.values.subarray(row * width, (row + 1) * width) ?? [], String);
    // A file may be called anything.
    return [name.replace(/[\t\r\n]/g, " "), ...known].join("\t");
  });
  const heading = factors === undefined ? [] : [["picture", ...factors.names].join("\t")];
  return `${[...heading, ...rows].join("\n")}\n`;
}

/** Byte of a PNG file at which its width stands, as four bytes, the highest first. */
const PNG_WIDTH = 16;

/** Side of one picture in a sprite: its pictures fill a square, row by row, so the width gives it. */
function pictureSide(sprite: string, pictures: number): number {
  return readFileSync(sprite).readUInt32BE(PNG_WIDTH) / Math.ceil(Math.sqrt(pictures));
}

function configOf({ names, width }: KeptLatents, sprite: string | null): string {
  const side = sprite === null ? 0 : pictureSide(sprite, names.length);
  const image = `  sprite {\n    image_path: "${FILES.sprite}"\n    single_image_dim: ${side}\n    single_image_dim: ${side}\n  }\n`;
  return `embeddings {
  tensor_name: "${NAME}"
  tensor_path: "${FILES.points}"
  tensor_shape: ${names.length}
  tensor_shape: ${width}
  metadata_path: "${FILES.metadata}"
${sprite === null ? "" : image}}
`;
}
