/** The encoder: a picture to the normal distribution of its latent numbers. */
import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs-node";
import type { TF } from "kilnjs/trace";
import { scope } from "kilnjs/trace";
import type { TensorMap } from "kilnjs/train";
import { dense, halving } from "./layers.js";

/** Logarithms of variances are kept within this: further out, exp and its gradient would leave float32's comfort. */
export const LOG_VARIANCE_LIMIT = 8;

/** A normal distribution for each picture, its dimensions independent: both [batch, latent]. */
export interface Posterior {
  readonly mean: Tensor2D;
  readonly logVariance: Tensor2D;
}

/** @param image [batch, 64, 64, 3], levels 0 to 255. */
export function encode(tf: TF, weights: TensorMap, image: Tensor4D): Posterior {
  return scope("encoder", () => {
    // -1 to 1: centred, as the initial weights expect.
    let x = tf.sub(tf.mul(image, 2 / 255), 1) as Tensor4D;
    for (let i = 1; i <= 4; i++) x = tf.relu(halving(tf, weights, `encoder/conv${i}`, x));
    const [, height, width, channels] = x.shape;
    const flat = tf.reshape(x, [-1, height * width * channels]) as Tensor2D;
    const features = tf.relu(dense(tf, weights, "encoder/dense", flat));
    const logVariance = dense(tf, weights, "encoder/log_variance", features);
    return {
      mean: dense(tf, weights, "encoder/mean", features),
      logVariance: tf.clipByValue(logVariance, -LOG_VARIANCE_LIMIT, LOG_VARIANCE_LIMIT),
    };
  });
}
