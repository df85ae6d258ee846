import type { Scalar } from "@tensorflow/tfjs-node";
import { beforeAll, describe, expect, it } from "vitest";
import { loadTensorFlow, type TF } from "../../../trace/tensorflow.js";
import { clipByGlobalNorm } from "../../../train/optimizers/clip.js";
import { valueAndGradients } from "../../../train/optimizers/gradients.js";
import { tensorNamed } from "../../../train/optimizers/optimizer.js";

let tf: TF;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 1 });
});

describe("valueAndGradients", () => {
  it("gives the loss, the metrics and the gradient of each weight by name, and leaks nothing", () => {
    const weights = { w: tf.tensor1d([1, 2]), b: tf.scalar(3) };
    const before = tf.memory().numTensors;
    const result = tf.tidy(() =>
      valueAndGradients(tf, weights, ({ w, b }) => {
        const y = tf.add(tf.mul(w ?? 0, w ?? 0), b ?? 0);
        const loss = tf.sum(y) as Scalar;
        return { loss, metrics: { loss, largest: tf.max(y), w: w ?? loss } };
      }),
    );
    expect(result.loss.dataSync()[0]).toBe(11);
    expect(tensorNamed(result.metrics, "loss").dataSync()[0]).toBe(11);
    expect(tensorNamed(result.metrics, "largest").dataSync()[0]).toBe(7);
    expect([...tensorNamed(result.gradients, "w").dataSync()]).toEqual([2, 4]);
    expect([...tensorNamed(result.gradients, "b").dataSync()]).toEqual([2]);
    tf.dispose([result.loss, result.metrics, result.gradients]);
    expect(tf.memory().numTensors).toBe(before);
    expect([...weights.w.dataSync()]).toEqual([1, 2]);
  });

  it("refuses a weight that the loss does not depend on, by name", () => {
    const weights = { used: tf.scalar(1), forgotten: tf.scalar(1) };
    expect(() => valueAndGradients(tf, weights, ({ used }) => ({ loss: tf.square(used ?? 0) as Scalar }))).toThrow(
      'does not depend on the weight "forgotten"',
    );
  });
});

describe("clipByGlobalNorm", () => {
  it("shortens long gradients to the norm, all by one factor", () => {
    const { gradients, norm } = clipByGlobalNorm(tf, { a: tf.tensor1d([3, 0]), b: tf.tensor2d([[4]]) }, 1);
    expect(norm.dataSync()[0]).toBe(5);
    expect(tensorNamed(gradients, "a").dataSync()[0]).toBeCloseTo(0.6, 6);
    expect(tensorNamed(gradients, "b").dataSync()[0]).toBeCloseTo(0.8, 6);
  });

  it("leaves short gradients as they are, with the maximum given as a tensor too", () => {
    const { gradients } = clipByGlobalNorm(tf, { a: tf.tensor1d([3, 4]) }, tf.scalar(10));
    expect([...tensorNamed(gradients, "a").dataSync()]).toEqual([3, 4]);
  });

  it("shows a gradient that is not a number in the norm", () => {
    expect(clipByGlobalNorm(tf, { a: tf.tensor1d([Number.NaN]) }, 1).norm.dataSync()[0]).toBeNaN();
  });
});
