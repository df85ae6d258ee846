/** The training step of `faces`, pure: encode, draw from the posterior, decode, gradients, Adam. */
import type { Scalar, Tensor2D, Tensor4D } from "@tensorflow/tfjs-node";
import type { Random } from "kilnjs";
import { makeTensor, type Tensors } from "kilnjs";
import type { TF } from "kilnjs/trace";
import type { Clock, Step } from "kilnjs/train";
import { adam, clipByGlobalNorm, tensorNamed, valueAndGradients } from "kilnjs/train";
import { vaeLoss } from "./loss.js";
import { decode } from "./network/decoder.js";
import { encode, type Posterior } from "./network/encoder.js";
import type { FacesSettings } from "./settings.js";

/** The optimizer of `faces`. */
export const optimizer = adam();

/** The random inputs of a step: standard normal noise for each latent number, [batch, latent]. */
export function drawNoise({ latent }: FacesSettings, random: Random, batchSize: number): Tensors {
  const noise = random.fillNormal(new Float32Array(batchSize * latent));
  return { noise: makeTensor("float32", [batchSize, latent], noise) };
}

/** Learning rate (a cosine down to `rateFloor`, Loshchilov and Hutter 2017) and KL weight (a straight line up). */
export function schedules(settings: FacesSettings, clock: Clock): Record<"learningRate" | "klWeight", number> {
  const done = clock.step / clock.totalSteps;
  const cosine = 0.5 * (1 + Math.cos(Math.PI * done));
  const rate = settings.rateFloor + (1 - settings.rateFloor) * cosine;
  const warmup = settings.klWarmup * clock.stepsPerEpoch;
  const weight = settings.loss === "sigma" ? 1 : settings.klWeight;
  return {
    learningRate: settings.learningRate * clock.plateau * rate,
    klWeight: weight * (warmup === 0 ? 1 : Math.min(1, (clock.step + 1) / warmup)),
  };
}

/** The step: batch `image` [batch, 64, 64, 3] of levels 0 to 255; schedules `learningRate` and `klWeight`. */
export function facesStep(tf: TF, settings: FacesSettings): Step {
  return (state, { batch, random, schedules }) => {
    const image = tensorNamed(batch, "image") as Tensor4D;
    const target = tf.mul(image, 1 / 255) as Tensor4D;
    const klWeight = tensorNamed(schedules, "klWeight") as Scalar;
    const { loss, metrics, gradients } = valueAndGradients(tf, state.weights, (weights) => {
      const posterior = encode(tf, weights, image);
      const latent = drawLatent(tf, posterior, tensorNamed(random, "noise") as Tensor2D);
      const output = decode(tf, settings, weights, latent);
      const parts = vaeLoss(tf, settings, target, output, posterior, klWeight);
      return { loss: parts.loss, metrics: { squaredError: parts.squaredError, kl: parts.kl } };
    });
    const { applied, norm } = shorten(tf, settings, gradients);
    const rate = tensorNamed(schedules, "learningRate") as Scalar;
    const updated = optimizer.update(tf, state.optimizer, state.weights, applied, rate);
    return { state: { weights: updated.weights, optimizer: updated.state }, metrics: { loss, ...metrics, ...norm } };
  };
}

/** mean + deviation * noise: a draw through which gradients flow (the reparameterisation of Kingma and Welling). */
export function drawLatent(tf: TF, { mean, logVariance }: Posterior, noise: Tensor2D): Tensor2D {
  return tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise));
}

type Gradients = ReturnType<typeof valueAndGradients>["gradients"];

function shorten(tf: TF, { gradientNorm }: FacesSettings, gradients: Gradients) {
  if (gradientNorm === 0) return { applied: gradients, norm: {} };
  const { gradients: applied, norm } = clipByGlobalNorm(tf, gradients, gradientNorm);
  return { applied, norm: { gradientNorm: norm } };
}
