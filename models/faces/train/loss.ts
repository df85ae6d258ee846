/**
 * Losses of a variational autoencoder (Kingma and Welling 2014), with the reduction named, since it decides everything:
 * a squared error that is summed over a picture's D = 12,288 numbers is 12,288 times as heavy beside the KL divergence as
 * one that is averaged.
 */
import type { Scalar, Tensor, Tensor1D, Tensor4D } from "@tensorflow/tfjs-node";
import type { TF } from "kilnjs/trace";
import type { Posterior } from "./network/encoder.js";
import type { FacesSettings } from "./settings.js";

/** What the loss depends on. */
export type LossSettings = Pick<FacesSettings, "loss" | "reduction" | "freeBits">;

/** The parts of a loss: means over the batch, but `klPerUnit`, which is [latent]. */
export interface LossParts {
  readonly loss: Scalar;
  /** Squared error, summed over a picture. */
  readonly squaredError: Scalar;
  /** KL divergence from the prior, summed over the latent units, in nats. */
  readonly kl: Scalar;
  readonly klPerUnit: Tensor1D;
}

/**
 * @param target [batch, 64, 64, 3], 0 to 1.
 * @param output the decoder's, of the same shape.
 * @param klWeight float32 scalar: a schedule.
 */
export function vaeLoss(
  tf: TF,
  settings: LossSettings,
  target: Tensor4D,
  output: Tensor4D,
  posterior: Posterior,
  klWeight: Scalar,
): LossParts {
  const size = target.size / target.shape[0];
  // The mean over the batch of the sum over the picture.
  const squaredError = tf.div(tf.sum(tf.squaredDifference(target, output)), target.shape[0]) as Scalar;
  const klPerUnit = tf.mean(klOf(tf, posterior), 0) as Tensor1D;
  const kl = tf.sum(klPerUnit) as Scalar;
  const charged = settings.freeBits === 0 ? kl : (tf.sum(tf.relu(tf.sub(klPerUnit, settings.freeBits))) as Scalar);
  const reconstruction = reconstructionLoss(tf, settings, squaredError, size);
  return { loss: tf.add(reconstruction, tf.mul(klWeight, charged)) as Scalar, squaredError, kl, klPerUnit };
}

/** Nats of each latent unit of each picture: (m^2 + s^2 - log s^2 - 1) / 2, [batch, latent]. */
function klOf(tf: TF, { mean, logVariance }: Posterior): Tensor {
  const twice = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1));
  return tf.mul(twice, 0.5);
}

/**
 * `sigma`: D/2 log(SSE/D), a Gaussian decoder whose one variance is always the best for the batch (Rybkin, Daniilidis
 * and Levine 2021, sigma-VAE): no weight to choose. `weighted`: the squared error itself, summed or averaged.
 */
function reconstructionLoss(tf: TF, settings: LossSettings, squaredError: Scalar, size: number): Tensor {
  if (settings.loss === "sigma") return tf.mul(tf.log(tf.mul(squaredError, 1 / size)), size / 2);
  return settings.reduction === "sum" ? squaredError : tf.mul(squaredError, 1 / size);
}
