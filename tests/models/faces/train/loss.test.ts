import type { Scalar, Tensor2D, Tensor4D } from "@tensorflow/tfjs-node";
import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../../../core/random.js";
import { vaeLoss } from "../../../../models/faces/train/loss.js";
import { facesSettings } from "../../../../models/faces/train/settings.js";
import { schedules } from "../../../../models/faces/train/step.js";
import { loadTensorFlow, type TF } from "../../../../trace/tensorflow.js";

let tf: TF;
beforeAll(async () => {
  tf = await loadTensorFlow({ threads: 2 });
});

const ROWS = 3;
const SIDE = 4;
const UNITS = 5;

function example() {
  const random = Random.seeded(1, "loss");
  const picture = () => random.fillUniform(new Float32Array(ROWS * SIDE * SIDE * 3));
  const numbers = () => random.fillNormal(new Float32Array(ROWS * UNITS));
  return { target: picture(), output: picture(), mean: numbers(), logVariance: numbers() };
}

function lossWith(set: Record<string, unknown>, klWeight: number) {
  const { target, output, mean, logVariance } = example();
  const shape: [number, number, number, number] = [ROWS, SIDE, SIDE, 3];
  const parts = vaeLoss(
    tf,
    facesSettings.parse(set),
    tf.tensor4d(target, shape) satisfies Tensor4D,
    tf.tensor4d(output, shape),
    { mean: tf.tensor2d(mean, [ROWS, UNITS]) satisfies Tensor2D, logVariance: tf.tensor2d(logVariance, [ROWS, UNITS]) },
    tf.scalar(klWeight) satisfies Scalar,
  );
  return {
    loss: parts.loss.dataSync()[0] as number,
    squaredError: parts.squaredError.dataSync()[0] as number,
    kl: parts.kl.dataSync()[0] as number,
  };
}

/** The same in plain numbers, from the definitions. */
function byHand() {
  const { target, output, mean, logVariance } = example();
  const squaredError = target.reduce((sum, value, i) => sum + (value - (output[i] as number)) ** 2, 0) / ROWS;
  const klOfUnit = (i: number) =>
    0.5 * ((mean[i] as number) ** 2 + Math.exp(logVariance[i] as number) - 1 - (logVariance[i] as number));
  const units = Array.from({ length: UNITS }, (_, unit) => {
    let sum = 0;
    for (let row = 0; row < ROWS; row++) sum += klOfUnit(row * UNITS + unit) / ROWS;
    return sum;
  });
  return { squaredError, units, kl: units.reduce((sum, nats) => sum + nats, 0), size: SIDE * SIDE * 3 };
}

describe("vaeLoss", () => {
  it("sums or averages the squared error over a picture, as its name says", () => {
    const { squaredError, kl, size } = byHand();
    const summed = lossWith({ loss: "weighted", reduction: "sum" }, 70);
    expect(summed.squaredError).toBeCloseTo(squaredError, 3);
    expect(summed.kl).toBeCloseTo(kl, 4);
    expect(summed.loss).toBeCloseTo(squaredError + 70 * kl, 2);
    expect(lossWith({ loss: "weighted", reduction: "mean" }, 70).loss).toBeCloseTo(squaredError / size + 70 * kl, 2);
  });

  it("is the sigma-VAE's: a Gaussian decoder under its best variance", () => {
    const { squaredError, kl, size } = byHand();
    expect(lossWith({ loss: "sigma" }, 1).loss).toBeCloseTo((size / 2) * Math.log(squaredError / size) + kl, 3);
    // it is the negative log likelihood at variance SSE/D, up to a constant: no other variance has less
    const variance = squaredError / size;
    const nll = (v: number) => (size / 2) * Math.log(v) + squaredError / (2 * v);
    expect(nll(variance * 1.1)).toBeGreaterThan(nll(variance));
    expect(nll(variance * 0.9)).toBeGreaterThan(nll(variance));
  });

  it("gives each unit its free bits", () => {
    const { squaredError, units } = byHand();
    const charged = units.reduce((sum, nats) => sum + Math.max(0, nats - 0.7), 0);
    expect(lossWith({ loss: "weighted", freeBits: 0.7 }, 2).loss).toBeCloseTo(squaredError + 2 * charged, 3);
  });
});

describe("schedules", () => {
  const clock = { epoch: 0, stepsPerEpoch: 100, totalSteps: 1000, plateau: 1 };

  it("lets the rate fall along a cosine to its floor", () => {
    const settings = facesSettings.parse({ learningRate: 2e-3, rateFloor: 0.05 });
    expect(schedules(settings, { ...clock, step: 0 }).learningRate).toBeCloseTo(2e-3, 10);
    expect(schedules(settings, { ...clock, step: 500 }).learningRate).toBeCloseTo(2e-3 * 0.525, 10);
    expect(schedules(settings, { ...clock, step: 1000 }).learningRate).toBeCloseTo(1e-4, 10);
    const constant = facesSettings.parse({ rateFloor: 1 });
    expect(schedules(constant, { ...clock, step: 700 }).learningRate).toBe(1e-3);
  });

  it("warms the KL weight up, and only over the epochs it was told", () => {
    const settings = facesSettings.parse({ loss: "weighted", klWeight: 70, klWarmup: 2 });
    expect(schedules(settings, { ...clock, step: 99 }).klWeight).toBeCloseTo(35, 10);
    expect(schedules(settings, { ...clock, step: 400 }).klWeight).toBe(70);
    const none = facesSettings.parse({ loss: "weighted", klWeight: 70, klWarmup: 0 });
    expect(schedules(none, { ...clock, step: 0 }).klWeight).toBe(70);
  });
});
