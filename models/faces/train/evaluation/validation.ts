/** The figures of an epoch: both parts of the loss on the validation pictures, and how many latent units are in use. */
import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs-node";
import { makeTensor, type Tensors } from "kilnjs";
import type { Forward } from "kilnjs/train";
import { tensorNamed } from "kilnjs/train";
import { FACE_SIZE } from "../../face-size.js";
import { decode } from "../network/decoder.js";
import { encode } from "../network/encoder.js";
import { COLOURS } from "../network/shapes.js";
import type { FacesSettings } from "../settings.js";
import { type Rows, variancesOf } from "../statistics/moments.js";
import { drawLatent } from "../step.js";
import { type Context, imageParts, output, ROWS } from "./passes.js";

/** Numbers of a picture. */
const SIZE = FACE_SIZE * FACE_SIZE * COLOURS;
/** A unit is active when its mean varies by more than this over the data (Burda, Grosse and Salakhutdinov 2016). */
const ACTIVE_VARIANCE = 0.01;

/** What was measured on pictures. */
export interface Validation {
  /** With a draw from the posterior, as training computes it, at the final KL weight. */
  readonly loss: number;
  /** Mean squared error of levels 0..1, decoding the means. */
  readonly mse: number;
  /** The same, decoding draws from the posterior. */
  readonly mseOfDraws: number;
  readonly kl: number;
  readonly klPerUnit: readonly number[];
  readonly activeUnits: number;
  readonly means: Rows;
}

/** Measures on the validation pictures. The noise is the same each time. */
export async function validate(context: Context): Promise<Validation> {
  return await measurePictures(context, context.data.split.validation, "validation noise");
}

/** The same on any pictures; `label` names the stream of the noise. */
export async function measurePictures(context: Context, pictures: Uint32Array, label: string): Promise<Validation> {
  const { settings } = context;
  const noise = context.random(label);
  const means = new Float32Array(pictures.length * settings.latent);
  const sums = { mse: 0, mseOfDraws: 0 };
  const klPerUnit = new Float64Array(settings.latent);
  for await (const { from, inputs } of imageParts(context, pictures)) {
    const rows = inputs.image?.dims[0] ?? 0;
    const draws = makeTensor(
      "float32",
      [rows, settings.latent],
      noise.fillNormal(new Float32Array(rows * settings.latent)),
    );
    const outputs = await context.run(measuring(context), { ...inputs, noise: draws }, ROWS);
    sums.mse += total(outputs, "error");
    sums.mseOfDraws += total(outputs, "errorOfDraw");
    output(outputs, "kl").forEach((nats, i) => {
      const unit = i % settings.latent;
      klPerUnit[unit] = (klPerUnit[unit] as number) + nats / pictures.length;
    });
    means.set(output(outputs, "mean"), from * settings.latent);
  }
  const mse = sums.mse / pictures.length;
  const mseOfDraws = sums.mseOfDraws / pictures.length;
  const kl = klPerUnit.reduce((sum, nats) => sum + nats, 0);
  const rows = { count: pictures.length, width: settings.latent, data: means };
  return {
    loss: lossOf(settings, mseOfDraws, klPerUnit),
    mse,
    mseOfDraws,
    kl,
    klPerUnit: Array.from(klPerUnit),
    activeUnits: variancesOf(rows).filter((variance) => variance > ACTIVE_VARIANCE).length,
    means: rows,
  };
}

/** Per picture: both errors [rows], and KL and means of each unit [rows, latent]. */
function measuring({ tf, settings }: Context): Forward {
  return (weights, inputs) => {
    const image = tensorNamed(inputs, "image") as Tensor4D;
    const target = tf.mul(image, 1 / 255);
    const posterior = encode(tf, weights, image);
    const drawn = drawLatent(tf, posterior, tensorNamed(inputs, "noise") as Tensor2D);
    const error = (latent: Tensor2D) =>
      tf.mean(tf.squaredDifference(decode(tf, settings, weights, latent), target), [1, 2, 3]);
    const { mean, logVariance } = posterior;
    const kl = tf.mul(tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1)), 0.5);
    return { error: error(mean), errorOfDraw: error(drawn), kl, mean };
  };
}

/** The loss that training goes down, on these means; see loss.ts. */
function lossOf(settings: FacesSettings, mse: number, klPerUnit: Float64Array): number {
  const kl = klPerUnit.reduce((sum, nats) => sum + Math.max(0, nats - settings.freeBits), 0);
  if (settings.loss === "sigma") return (SIZE / 2) * Math.log(mse) + kl;
  return (settings.reduction === "sum" ? SIZE : 1) * mse + settings.klWeight * kl;
}

function total(outputs: Tensors, name: string): number {
  return output(outputs, name).reduce((sum, value) => sum + value, 0);
}
