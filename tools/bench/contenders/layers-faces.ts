/** `faces` with tf.layers models for encoder and decoder, trained by `optimizer.minimize`: as in tfjs's own VAE example. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LayersModel, Scalar, SymbolicTensor, Tensor, Tensor2D, Tensor4D } from "@tensorflow/tfjs-node";
import type { Tensors } from "../../../core/tensor.js";
import { vaeLoss } from "../../../models/faces/train/loss.js";
import { LOG_VARIANCE_LIMIT } from "../../../models/faces/train/network/encoder.js";
import { channelsOf, INNER_SIDE } from "../../../models/faces/train/network/shapes.js";
import { type FacesSettings, facesSettings } from "../../../models/faces/train/settings.js";
import type { TF } from "../../../trace/tensorflow.js";
import { upload } from "../../../train/host-tensors.js";
import { type Job, PICTURES_FILE, readTensors } from "../workloads/job.js";
import type { LayersTraining } from "./layers.js";

const SIDE = 64;
const BYTES = SIDE * SIDE * 3;

/** Opens the training; see `Contender`. */
export async function openFacesLayers(tf: TF, folder: string, job: Job): Promise<LayersTraining> {
  const settings = facesSettings.parse(job.settings);
  const [start, validation, schedules, random, { order }] = await Promise.all([
    readTensors(folder, "start"),
    readTensors(folder, "validation"),
    readTensors(folder, "schedules"),
    readTensors(folder, "random"),
    readTensors(folder, "order"),
  ]);
  if (order === undefined) throw new TypeError("the job has no order of examples");
  const pictures = new Uint8Array(await readFile(join(folder, PICTURES_FILE)));
  const { batchSize } = settings;
  const rowsAt = (step: number) => {
    const from = (step * batchSize) % order.data.length;
    return order.data.subarray(from, from + batchSize);
  };
  const batchAt = (step: number) => batchOf(tf, pictures, rowsAt(step));
  const ready = Array.from({ length: job.readyBatches }, (_, step) => batchAt(step));
  let training = new LayersVae(tf, settings, start, schedules);

  const run = (count: number, next: (step: number) => Tensor4D): number => {
    const losses = Array.from({ length: count }, () => training.step(next(training.done)));
    const mean = tf.tidy(() => tf.mean(tf.stack(losses)).dataSync()[0] ?? Number.NaN);
    tf.dispose(losses);
    return mean;
  };
  const restart = () => {
    training.dispose();
    training = new LayersVae(tf, settings, start, schedules);
  };

  return {
    steps: async (count) => run(count, (step) => tf.clone(ready[step % ready.length] as Tensor4D)),
    train: async (count) => run(count, batchAt),
    async check() {
      restart();
      const { noise } = upload(tf, random);
      const drawn = tf.unstack(noise as Tensor) as Tensor2D[];
      const losses = drawn.map((given, step) => training.step(batchAt(step), given));
      const values = losses.map((loss) => loss.dataSync()[0] ?? Number.NaN);
      tf.dispose([...losses, ...drawn, noise as Tensor]);
      restart();
      return values;
    },
    evaluate: async () => training.validationLoss(validation),
    reset: async () => restart(),
  };
}

/** The two models, their optimizer, and how far they are. */
class LayersVae {
  done = 0;
  readonly #tf: TF;
  readonly #settings: FacesSettings;
  readonly #schedules: Tensors;
  readonly #encoder: LayersModel;
  readonly #decoder: LayersModel;
  readonly #optimizer: ReturnType<TF["train"]["adam"]>;

  constructor(tf: TF, settings: FacesSettings, start: Tensors, schedules: Tensors) {
    this.#tf = tf;
    this.#settings = settings;
    this.#schedules = schedules;
    this.#encoder = buildEncoder(tf, settings);
    this.#decoder = buildDecoder(tf, settings);
    for (const model of [this.#encoder, this.#decoder]) loadWeights(tf, model, start);
    this.#optimizer = tf.train.adam(settings.learningRate);
  }

  /** One step; the batch is given away. */
  step(image: Tensor4D, noise?: Tensor2D): Scalar {
    const tf = this.#tf;
    const { learningRate, klWeight } = this.#now();
    (this.#optimizer as unknown as { learningRate: number }).learningRate = learningRate;
    const loss = this.#optimizer.minimize(() => this.#parts(image, klWeight, noise).loss, true);
    if (loss === null) throw new Error("the optimizer gave no loss");
    tf.dispose(image);
    this.done += 1;
    return loss;
  }

  validationLoss({ image, noise }: Tensors): number {
    if (image === undefined || noise === undefined) throw new TypeError("the job has no validation pictures");
    const tf = this.#tf;
    const weight = this.#settings.loss === "sigma" ? 1 : this.#settings.klWeight;
    return tf.tidy(() => {
      const given = upload(tf, { image, noise });
      const parts = this.#parts(given.image as Tensor4D, weight, given.noise as Tensor2D);
      return parts.loss.dataSync()[0] ?? Number.NaN;
    });
  }

  dispose(): void {
    this.#encoder.dispose();
    this.#decoder.dispose();
    this.#optimizer.dispose();
  }

  #parts(image: Tensor4D, klWeight: number, noise?: Tensor2D) {
    const tf = this.#tf;
    const target = tf.mul(image, 1 / 255) as Tensor4D;
    const [mean, raw] = this.#encoder.apply(tf.sub(tf.mul(image, 2 / 255), 1)) as [Tensor2D, Tensor2D];
    const logVariance = tf.clipByValue(raw, -LOG_VARIANCE_LIMIT, LOG_VARIANCE_LIMIT);
    const drawn = noise ?? (tf.randomNormal(mean.shape) as Tensor2D);
    const latent = tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), drawn));
    const output = this.#decoder.apply(latent) as Tensor4D;
    return vaeLoss(tf, this.#settings, target, output, { mean, logVariance }, tf.scalar(klWeight));
  }

  #now(): { learningRate: number; klWeight: number } {
    const at = (name: string): number => {
      const values = this.#schedules[name]?.data ?? [];
      return Number(values[Math.min(this.done, values.length - 1)]);
    };
    return { learningRate: at("learningRate"), klWeight: at("klWeight") };
  }
}

function buildEncoder(tf: TF, settings: FacesSettings): LayersModel {
  const input = tf.input({ shape: [SIDE, SIDE, 3] });
  let x: SymbolicTensor = input;
  channelsOf(settings).forEach((filters, i) => {
    const given = { filters, kernelSize: 4, strides: 2, padding: "same", activation: "relu" } as const;
    x = tf.layers.conv2d({ ...given, name: `encoder/conv${i + 1}` }).apply(x) as SymbolicTensor;
  });
  x = tf.layers.flatten().apply(x) as SymbolicTensor;
  x = tf.layers.dense({ units: settings.hidden, activation: "relu", name: "encoder/dense" }).apply(x) as SymbolicTensor;
  const ends = ["encoder/mean", "encoder/log_variance"].map(
    (name) => tf.layers.dense({ units: settings.latent, name }).apply(x) as SymbolicTensor,
  );
  return tf.model({ inputs: input, outputs: ends });
}

function buildDecoder(tf: TF, settings: FacesSettings): LayersModel {
  const [, , , inner] = channelsOf(settings);
  const input = tf.input({ shape: [settings.latent] });
  const add = (layer: { apply(x: SymbolicTensor): unknown }) => {
    x = layer.apply(x) as SymbolicTensor;
  };
  let x: SymbolicTensor = input;
  add(tf.layers.dense({ units: settings.hidden, activation: "relu", name: "decoder/dense1" }));
  add(tf.layers.dense({ units: INNER_SIDE * INNER_SIDE * inner, activation: "relu", name: "decoder/dense2" }));
  add(tf.layers.reshape({ targetShape: [INNER_SIDE, INNER_SIDE, inner] }));
  [...channelsOf(settings)].reverse().forEach((_, i, reversed) => {
    const filters = reversed[i + 1] ?? 3;
    const activation = i === 3 ? "sigmoid" : "relu";
    const common = { filters, padding: "same", activation, name: `decoder/up${i + 1}` } as const;
    if (settings.upsampling === "transposed") {
      add(tf.layers.conv2dTranspose({ ...common, kernelSize: 4, strides: 2 }));
    } else {
      add(tf.layers.upSampling2d({ size: [2, 2] }));
      add(tf.layers.conv2d({ ...common, kernelSize: 3 }));
    }
  });
  return tf.model({ inputs: input, outputs: x });
}

function loadWeights(tf: TF, model: LayersModel, start: Tensors): void {
  for (const layer of model.layers) {
    if (layer.weights.length === 0) continue;
    const { kernel, bias } = upload(tf, {
      kernel: start[`${layer.name}/kernel`] as Tensors[string],
      bias: start[`${layer.name}/bias`] as Tensors[string],
    });
    layer.setWeights([kernel as Tensor, bias as Tensor]);
    tf.dispose([kernel as Tensor, bias as Tensor]);
  }
}

/** Gathers pictures from bytes: float32 levels. */
function batchOf(tf: TF, pictures: Uint8Array, rows: ArrayLike<number>): Tensor4D {
  const levels = new Float32Array(rows.length * BYTES);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    levels.set(pictures.subarray(row * BYTES, (row + 1) * BYTES), i * BYTES);
  }
  return tf.tensor4d(levels, [rows.length, SIDE, SIDE, 3]);
}
