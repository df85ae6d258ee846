/** Training steps to capture: written by hand, as pure functions, and foreign to every model of this project. */

import type { Scalar, Tensor } from "@tensorflow/tfjs-node";
import { Random } from "../../core/random.js";
import type { TF } from "../../trace/tensorflow.js";
import { clipByGlobalNorm } from "../../train/optimizers/clip.js";
import { type Loss, valueAndGradients } from "../../train/optimizers/gradients.js";
import { type Optimizer, type Tensors, tensorNamed } from "../../train/optimizers/optimizer.js";

/** Weights and optimizer state. */
export type State = { weights: Tensors; optimizer: Tensors };
/** What comes in at each step. */
export type Inputs = { batch: Tensors; random: Tensors; schedules: { rate: Scalar } };
/** What a step gives. */
export type Stepped = { state: State; metrics: Tensors };

/** A network with the data for its steps. */
export interface Work {
  readonly weights: Tensors;
  /** The examples and random numbers of step `i`. */
  inputs(i: number): Inputs;
  loss(weights: Tensors, inputs: Inputs): Loss;
}

/** One training step: forward, backward, clipping, optimizer. */
export function trainingStep(tf: TF, work: Work, optimizer: Optimizer): (state: State, inputs: Inputs) => Stepped {
  return (state, inputs) => {
    const { loss, metrics, gradients } = valueAndGradients(tf, state.weights, (w) => work.loss(w, inputs));
    const clipped = clipByGlobalNorm(tf, gradients, 1);
    const updated = optimizer.update(tf, state.optimizer, state.weights, clipped.gradients, inputs.schedules.rate);
    return {
      state: { weights: updated.weights, optimizer: updated.state },
      metrics: { ...metrics, loss, norm: clipped.norm },
    };
  };
}

/** Fresh copies, so that disposing a state never touches the work's own weights. */
export function freshState(tf: TF, work: Work, optimizer: Optimizer): State {
  const weights = Object.fromEntries(Object.entries(work.weights).map(([name, w]) => [name, tf.add(w, 0)]));
  return { weights, optimizer: optimizer.init(tf, weights) };
}

/** Runs steps and gives every loss; the state stays on the native side all the while, and goes at the end. */
export function losses(
  tf: TF,
  work: Work,
  optimizer: Optimizer,
  steps: number,
  run: (state: State, inputs: Inputs) => Stepped,
): number[] {
  let state = freshState(tf, work, optimizer);
  const seen: number[] = [];
  for (let i = 0; i < steps; i++) {
    const inputs = work.inputs(i);
    const next = run(state, inputs);
    seen.push(tensorNamed(next.metrics, "loss").dataSync()[0] ?? Number.NaN);
    tf.dispose([state, inputs, next.metrics]);
    state = next.state;
  }
  tf.dispose(state);
  return seen;
}

function normal(tf: TF, random: Random, shape: number[], deviation: number): Tensor {
  const values = random.fillNormal(new Float32Array(tf.util.sizeFromShape(shape)));
  return tf.tensor(
    values.map((value) => value * deviation),
    shape,
  );
}

function schedules(tf: TF, i: number): { rate: Scalar } {
  return { rate: tf.scalar(0.002 / Math.sqrt(1 + i)) };
}

/** A GRU written by hand: one matrix product for the inputs of all steps, one a step for the gates. */
export function gruWork(tf: TF, batch = 8, length = 3, units = 12): Work {
  const random = Random.seeded(3);
  const weights = {
    kernel: normal(tf, random, [2, 3 * units], 0.4),
    gates: normal(tf, random, [units, 2 * units], 0.3),
    candidate: normal(tf, random, [units, units], 0.3),
    bias: normal(tf, random, [3 * units], 0.1),
    "head/kernel": normal(tf, random, [units, 1], 0.4),
    "head/bias": normal(tf, random, [1], 0.1),
  };
  return {
    weights,
    inputs(i) {
      const stream = Random.seeded(i, "gru");
      const x = normal(tf, stream, [batch, length, 2], 1);
      const y = tf.tidy(() => tf.cast(tf.greater(tf.sum(x, [1, 2]), 0), "float32"));
      return { batch: { x, y }, random: { mask: normal(tf, stream, [batch, units], 1) }, schedules: schedules(tf, i) };
    },
    loss(w, inputs) {
      const get = (name: string) => tensorNamed(w, name) as never;
      const { x, y } = inputs.batch as { x: Tensor; y: Tensor };
      const flat = tf.reshape(tf.transpose(x, [1, 0, 2]), [length * batch, 2]);
      const projected = tf.add(tf.matMul(flat as never, get("kernel")), get("bias"));
      let h: Tensor = tf.zeros([batch, units]);
      for (const step of tf.split(projected, length, 0)) {
        const [update, reset, input] = tf.split(step, 3, 1) as [Tensor, Tensor, Tensor];
        const [fromUpdate, fromReset] = tf.split(tf.matMul(h as never, get("gates")), 2, 1) as [Tensor, Tensor];
        const z = tf.sigmoid(tf.add(update, fromUpdate));
        const r = tf.sigmoid(tf.add(reset, fromReset));
        const candidate = tf.tanh(tf.add(input, tf.matMul(tf.mul(r, h) as never, get("candidate"))));
        h = tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), candidate));
      }
      const dropped = tf.mul(h, tf.cast(tf.greater(tensorNamed(inputs.random, "mask"), -1), "float32"));
      const logit = tf.squeeze(tf.add(tf.matMul(dropped as never, get("head/kernel")), get("head/bias")), [1]);
      const loss = tf.mean(tf.sub(tf.softplus(logit), tf.mul(y, logit))) as Scalar;
      const hits = tf.equal(tf.greater(logit, 0), tf.greater(y, 0.5));
      return { loss, metrics: { accuracy: tf.mean(tf.cast(hits, "float32")) } };
    },
  };
}

/** A small convolutional variational autoencoder: strided convolutions, noise, resizing and transposed convolutions. */
export function vaeWork(tf: TF, batch = 4, latent = 6): Work {
  const random = Random.seeded(4);
  const weights = {
    conv1: normal(tf, random, [4, 4, 3, 8], 0.15),
    bias1: normal(tf, random, [8], 0.1),
    conv2: normal(tf, random, [4, 4, 8, 12], 0.1),
    mean: normal(tf, random, [4 * 4 * 12, latent], 0.1),
    variance: normal(tf, random, [4 * 4 * 12, latent], 0.05),
    dense: normal(tf, random, [latent, 4 * 4 * 12], 0.3),
    up1: normal(tf, random, [3, 3, 12, 8], 0.15),
    up2: normal(tf, random, [4, 4, 3, 8], 0.15),
    bias2: normal(tf, random, [3], 0.1),
  };
  return {
    weights,
    inputs(i) {
      const stream = Random.seeded(i, "vae");
      const values = stream.fillUniform(new Float32Array(batch * 16 * 16 * 3));
      const x = tf.tensor(values, [batch, 16, 16, 3]);
      return { batch: { x }, random: { noise: normal(tf, stream, [batch, latent], 1) }, schedules: schedules(tf, i) };
    },
    loss(w, inputs) {
      const get = (name: string) => tensorNamed(w, name) as never;
      const x = tensorNamed(inputs.batch, "x");
      let h: Tensor = tf.relu(tf.add(tf.conv2d(x as never, get("conv1"), 2, "same"), get("bias1")));
      h = tf.leakyRelu(tf.conv2d(h as never, get("conv2"), 2, "same"));
      const flat = tf.reshape(h, [batch, -1]);
      const mean = tf.matMul(flat as never, get("mean"));
      const logVariance = tf.clipByValue(tf.matMul(flat as never, get("variance")), -8, 8);
      const z = tf.add(mean, tf.mul(tf.exp(tf.div(logVariance, 2)), tensorNamed(inputs.random, "noise")));
      let g: Tensor = tf.reshape(tf.relu(tf.matMul(z as never, get("dense"))), [batch, 4, 4, 12]);
      g = tf.image.resizeNearestNeighbor(g as never, [8, 8]);
      g = tf.relu(tf.conv2d(g as never, get("up1"), 1, "same"));
      g = tf.add(tf.conv2dTranspose(g as never, get("up2"), [batch, 16, 16, 3], 2, "same"), get("bias2"));
      const error = tf.mean(tf.squaredDifference(tf.sigmoid(g), x));
      // The best single deviation for all pixels (Rybkin, Daniilidis and Levine 2021).
      const reconstruction = tf.mul(tf.log(tf.add(error, 1e-6)), (16 * 16 * 3) / 2);
      const divergence = tf.mul(
        tf.sum(tf.sub(tf.sub(tf.add(logVariance, 1), tf.square(mean)), tf.exp(logVariance))),
        -0.5 / batch,
      );
      return { loss: tf.add(reconstruction, divergence) as Scalar, metrics: { error, divergence } };
    },
  };
}
