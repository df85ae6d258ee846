import type { Tensor4D } from "@tensorflow/tfjs-node";
import { expect, it } from "vitest";
import { Random } from "../../../core/random.js";
import { loadTensorFlow } from "../../../trace/tensorflow.js";
import { dilated } from "../../../train/nn/dilated.js";

it.each([
  [2, 3, "same"],
  [3, 2, "valid"],
  [2, 4, "same"],
] as const)("dilation %i of a kernel of %i, %s, is TensorFlow's own", async (dilation, size, padding) => {
  const tf = await loadTensorFlow({ threads: 1 });
  const random = Random.seeded(1, "dilated");
  const input = tf.tensor4d(random.fillNormal(new Float32Array(2 * 9 * 8 * 3)), [2, 9, 8, 3]);
  const filter = tf.tensor4d(random.fillNormal(new Float32Array(size * size * 3 * 2)), [size, size, 3, 2]);
  const whole = (x: Tensor4D) => tf.conv2d(x, filter, 1, "valid");
  const made = dilated(tf, input, [size, size], [dilation, dilation], padding, whole);
  const wanted = tf.conv2d(input, filter, 1, padding, "NHWC", dilation);
  expect(made.shape).toEqual(wanted.shape);
  expect(tf.max(tf.abs(tf.sub(made, wanted))).dataSync()[0]).toBeLessThan(1e-5);
});
