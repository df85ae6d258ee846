/** The decoder: latent numbers to a picture. */
import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs-node";
import type { TF } from "kilnjs/trace";
import { scope } from "kilnjs/trace";
import type { TensorMap } from "kilnjs/train";
import { dense, doubling, repeating } from "./layers.js";
import { channelsOf, INNER_SIDE, type NetworkSettings } from "./shapes.js";

/**
 * @param latent [batch, latent].
 * @returns [batch, 64, 64, 3], 0 to 1.
 */
export function decode(tf: TF, settings: NetworkSettings, weights: TensorMap, latent: Tensor2D): Tensor4D {
  const up = settings.upsampling === "transposed" ? doubling : repeating;
  return scope("decoder", () => {
    const hidden = tf.relu(dense(tf, weights, "decoder/dense1", latent));
    const flat = tf.relu(dense(tf, weights, "decoder/dense2", hidden));
    let x = tf.reshape(flat, [-1, INNER_SIDE, INNER_SIDE, channelsOf(settings)[3]]) as Tensor4D;
    for (let i = 1; i <= 3; i++) x = tf.relu(up(tf, weights, `decoder/up${i}`, x));
    return tf.sigmoid(up(tf, weights, "decoder/up4", x));
  });
}
