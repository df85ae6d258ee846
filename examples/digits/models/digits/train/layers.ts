/** Layers as pure functions. What batch normalisation remembers is a weight that no gradient changes. */
import type { TF } from "kilnjs/trace";
import { type TensorMap, tensorNamed } from "kilnjs/train";

/** A tensor of TensorFlow. */
export type Value = TensorMap[string];

/** Endings of the weights that are means over batches, not learned: they are left out of gradient and optimizer. */
const running = ["/mean", "/variance"];

/** How much of a batch's mean goes into the running one. */
const SHARE = 0.1;

/** Keeps 0 out of the square root of a variance. */
const FLOOR = 1e-3;

/** Whether a weight is learned by its gradient. */
export function isLearned(name: string): boolean {
  return !running.some((ending) => name.endsWith(ending));
}

/** Where the forward pass is: in training it takes the batch's own statistics, and gives new running ones to `remember`. */
export interface Mode {
  readonly training: boolean;
  readonly remember: (name: string, value: Value) => void;
}

/** 3x3 convolution without bias, batch normalisation, ReLU, 2x2 max pooling: [batch, n, n, in] to [batch, n/2, n/2, out]. */
export function block(tf: TF, weights: TensorMap, name: string, x: Value, mode: Mode): Value {
  const kernel = tensorNamed(weights, `${name}/kernel`);
  const convolved = tf.conv2d(x as never, kernel as never, 1, "same");
  const normed = tf.relu(normalise(tf, weights, `${name}/norm`, convolved, mode));
  return tf.maxPool(normed as never, 2, 2, "same");
}

/** Batch normalisation over all but the last dimension (Ioffe and Szegedy, 2015). */
function normalise(tf: TF, weights: TensorMap, name: string, x: Value, { training, remember }: Mode): Value {
  const kept = { mean: tensorNamed(weights, `${name}/mean`), variance: tensorNamed(weights, `${name}/variance`) };
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const mean = training ? tf.mean(x, axes) : kept.mean;
  const centred = tf.sub(x, mean);
  const variance = training ? tf.mean(tf.square(centred), axes) : kept.variance;
  if (training) {
    const moved = (old: Value, now: Value) => tf.add(tf.mul(old, 1 - SHARE), tf.mul(now, SHARE));
    remember(`${name}/mean`, moved(kept.mean, mean));
    remember(`${name}/variance`, moved(kept.variance, variance));
  }
  const scaled = tf.mul(centred, tf.rsqrt(tf.add(variance, FLOOR)));
  return tf.add(tf.mul(scaled, tensorNamed(weights, `${name}/scale`)), tensorNamed(weights, `${name}/shift`));
}

/** A dense layer: [batch, in] to [batch, out]. */
export function dense(tf: TF, weights: TensorMap, name: string, x: Value): Value {
  return tf.add(tf.matMul(x, tensorNamed(weights, `${name}/kernel`)), tensorNamed(weights, `${name}/bias`));
}
