/** `faces` in the bench: pictures as bytes, and the loss of the validation pictures with the noise given. */

import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs-node";
import { Random } from "../../../core/random.js";
import { makeTensor, type Tensors } from "../../../core/tensor.js";
import { type FacesData, readImages } from "../../../models/faces/train/data.js";
import { decode } from "../../../models/faces/train/network/decoder.js";
import { encode } from "../../../models/faces/train/network/encoder.js";
import { facesRecipe } from "../../../models/faces/train/recipe.js";
import type { FacesSettings } from "../../../models/faces/train/settings.js";
import { drawLatent } from "../../../models/faces/train/step.js";
import { tensorNamed } from "../../../train/optimizers/optimizer.js";
import { PICTURES_FILE } from "./job.js";
import type { BenchModel } from "./model.js";

/** Pictures read at once while the training file is written. */
const CHUNK = 512;

/** Validation pictures at most: enough for a loss that does not jump. */
const VALIDATION_PICTURES = 2048;

/** Numbers in a picture. */
const SIZE = 64 * 64 * 3;

export const facesBench: BenchModel<FacesSettings, FacesData> = {
  recipe: facesRecipe,
  async writeTraining({ pictures, split }, _settings, folder) {
    const stream = createWriteStream(join(folder, PICTURES_FILE));
    for (let from = 0; from < split.training.length; from += CHUNK) {
      const indices = split.training.subarray(from, from + CHUNK);
      const bytes = new Uint8Array(indices.length * SIZE);
      await pictures.read(indices, bytes);
      stream.write(bytes);
    }
    stream.end();
    await finished(stream);
  },
  async validation({ pictures, split }, { latent }, seed) {
    const indices = split.validation.subarray(0, VALIDATION_PICTURES);
    const { image } = await readImages(pictures, indices);
    if (image === undefined) throw new TypeError("there are no pictures");
    const noise = Random.seeded(seed, "bench/validation").fillNormal(new Float32Array(indices.length * latent));
    return { image, noise: makeTensor("float32", [indices.length, latent], noise) };
  },
  forward: (tf, settings) => (weights, inputs) => {
    const image = tensorNamed({ ...inputs }, "image") as Tensor4D;
    const posterior = encode(tf, weights, image);
    const latent = drawLatent(tf, posterior, tensorNamed({ ...inputs }, "noise") as Tensor2D);
    const output = decode(tf, settings, weights, latent);
    const difference = tf.squaredDifference(tf.mul(image, 1 / 255), output);
    const { mean, logVariance } = posterior;
    const twice = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1));
    return { squaredError: tf.sum(difference, [1, 2, 3]), kl: tf.mul(tf.sum(twice, 1), 0.5) };
  },
  lossOf(settings, { squaredError, kl }) {
    if (squaredError === undefined || kl === undefined) throw new TypeError("there are no errors or no divergences");
    return lossOfMeans(settings, meanOf(squaredError), meanOf(kl));
  },
};

/** The loss of a VAE from means over pictures; see `vaeLoss` in models/faces/train/loss.ts. */
function lossOfMeans(
  { loss, reduction, klWeight }: Pick<FacesSettings, "loss" | "reduction" | "klWeight">,
  squaredError: number,
  kl: number,
): number {
  if (loss === "sigma") return (SIZE / 2) * Math.log(squaredError / SIZE) + kl;
  return (reduction === "sum" ? squaredError : squaredError / SIZE) + klWeight * kl;
}

function meanOf({ data }: Tensors[string]): number {
  let sum = 0;
  for (const value of data) sum += value;
  return sum / data.length;
}
