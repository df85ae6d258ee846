/**
 * Latent numbers of validation pictures that a training keeps, for histograms and for the embedding projector: files of the
 * folder `latents/` of a run, in the safetensors format, so that other tools can read them.
 */
import { z } from "zod";
import { InputError } from "../../core/errors.js";
import { parseJsonAs } from "../../core/json.js";
import { decodeSafetensors, encodeSafetensors } from "../../core/safetensors.js";
import { makeTensor, type Tensor } from "../../core/tensor.js";

/** Names in the folder: `final.safetensors`, `epoch-0007.safetensors`, and the pictures of `final` as a sprite. */
export const latentFiles = {
  folder: "latents",
  final: "final",
  ending: ".safetensors",
  sprite: "pictures.png",
} as const;

/** Means of the posterior, a row a picture. */
export interface KeptLatents {
  /** Epochs done. */
  readonly epoch: number;
  /** Names of the pictures, in the order of the rows. */
  readonly names: readonly string[];
  /** Latent numbers of a picture. */
  readonly width: number;
  /** Row-major [names.length, width]. */
  readonly means: Float32Array;
  /** What is known of the pictures: row-major [names.length, names of factors]. */
  readonly factors?: { readonly names: readonly string[]; readonly values: Int32Array } | undefined;
}

const metadataSchema = z.object({
  formatVersion: z.literal(1),
  epoch: z.int().nonnegative(),
  pictures: z.array(z.string()),
  factors: z.array(z.string()),
});

/** The file's parts in order. */
export function encodeLatents({ epoch, names, width, means, factors }: KeptLatents): Uint8Array[] {
  const tensors: Record<string, Tensor> = { means: makeTensor("float32", [names.length, width], means) };
  if (factors !== undefined) {
    tensors.factors = makeTensor("int32", [names.length, factors.names.length], factors.values);
  }
  const metadata = { formatVersion: 1, epoch, pictures: names, factors: factors?.names ?? [] };
  return encodeSafetensors({ tensors, metadata: { kiln: JSON.stringify(metadata) } });
}

/**
 * Reads a file.
 *
 * @throws InputError when it is cut off, of another version, or its parts do not belong together.
 */
export function decodeLatents(bytes: Uint8Array, file: string): KeptLatents {
  const { tensors, metadata } = decodeSafetensors(bytes, file);
  const told = parseJsonAs(metadataSchema, metadata.kiln ?? "", "latent numbers", file);
  const { means, factors } = tensors;
  const count = told.pictures.length;
  if (means?.type !== "float32" || means.dims.length !== 2 || means.dims[0] !== count) {
    throw new InputError("holds no means of its pictures", { where: { file } });
  }
  const common = { epoch: told.epoch, names: told.pictures, width: means.dims[1] ?? 0, means: means.data };
  if (factors === undefined) return common;
  if (factors.type !== "int32" || factors.data.length !== count * told.factors.length) {
    throw new InputError("holds factors that do not belong to its pictures", { where: { file } });
  }
  return { ...common, factors: { names: told.factors, values: factors.data } };
}
