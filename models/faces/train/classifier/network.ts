/** A small network that reads the drawing's factors from a picture. Its inner layer is where Frechet distances are taken. */
import type { Scalar, Tensor, Tensor2D, Tensor4D } from "@tensorflow/tfjs-node";
import type { Random } from "kilnjs";
import { at, type Tensor as HostTensor, makeTensor, sizeOf, type Tensors } from "kilnjs";
import type { TF } from "kilnjs/trace";
import type { TensorMap } from "kilnjs/train";
import { FACTORS } from "../draw/factors.js";
import { dense, halving } from "../network/layers.js";
import { COLOURS } from "../network/shapes.js";

/** Channels of the convolutions; each halves the side, from 64 to 4. */
const CHANNELS = [16, 32, 48, 64] as const;
/** Numbers in the inner layer. */
export const FEATURES = 64;
/** All levels of all factors, one after the other. */
const LEVELS = FACTORS.reduce((sum, { levels }) => sum + levels, 0);

/** Weights before training (He et al. 2015). */
export function initialClassifier(random: Random): Tensors {
  const weights: Record<string, HostTensor> = {};
  const layer = (name: string, shape: number[], inputs: number) => {
    const kernel = random.fillNormal(new Float32Array(sizeOf(shape)));
    const deviation = Math.sqrt(2 / inputs);
    weights[`${name}/kernel`] = makeTensor(
      "float32",
      shape,
      kernel.map((value) => value * deviation),
    );
    const outputs = shape[shape.length - 1] ?? 0;
    weights[`${name}/bias`] = makeTensor("float32", [outputs], new Float32Array(outputs));
  };
  CHANNELS.forEach((outputs, i) => {
    const inputs = CHANNELS[i - 1] ?? COLOURS;
    layer(`conv${i + 1}`, [4, 4, inputs, outputs], 16 * inputs);
  });
  layer("features", [16 * CHANNELS[3], FEATURES], 16 * CHANNELS[3]);
  layer("levels", [FEATURES, LEVELS], FEATURES);
  return weights;
}

/** The inner layer of pictures [batch, 64, 64, 3] of levels 0 to 1: [batch, 64], before its rectifier. */
export function classifierFeatures(tf: TF, weights: TensorMap, image: Tensor4D): Tensor2D {
  let x = tf.sub(tf.mul(image, 2), 1) as Tensor4D;
  CHANNELS.forEach((_, i) => {
    x = tf.relu(halving(tf, weights, `conv${i + 1}`, x));
  });
  return dense(tf, weights, "features", tf.reshape(x, [-1, 16 * CHANNELS[3]]) as Tensor2D);
}

/** Log odds of each level of each factor, from the inner layer: one [batch, levels] for each factor. */
export function factorLogits(tf: TF, weights: TensorMap, features: Tensor2D): Tensor2D[] {
  const all = dense(tf, weights, "levels", tf.relu(features));
  return tf.split(
    all,
    FACTORS.map(({ levels }) => levels),
    1,
  ) as Tensor2D[];
}

/**
 * Mean cross-entropy over batch and factors.
 *
 * @param truth one-hot levels of all factors, [batch, sum of levels].
 */
export function classifierLoss(tf: TF, weights: TensorMap, image: Tensor4D, truth: Tensor): Scalar {
  const logits = factorLogits(tf, weights, classifierFeatures(tf, weights, image));
  const logProbabilities = tf.concat(
    logits.map((one) => tf.logSoftmax(one)),
    1,
  );
  return tf.neg(tf.mean(tf.sum(tf.mul(logProbabilities, truth), 1))) as Scalar;
}

/** One-hot levels of rows of factor values, [rows, sum of levels]. */
export function oneHotLevels(values: Uint8Array): HostTensor {
  const rows = values.length / FACTORS.length;
  const data = new Float32Array(rows * LEVELS);
  for (let row = 0; row < rows; row++) {
    let first = 0;
    FACTORS.forEach(({ levels }, column) => {
      data[row * LEVELS + first + at(values, row * FACTORS.length + column)] = 1;
      first += levels;
    });
  }
  return makeTensor("float32", [rows, LEVELS], data);
}
