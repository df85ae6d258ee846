/** `trend` with tf.layers: gru, dropout, dense, trained by `model.fit` on features that are computed beforehand. */
import type { Sequential, Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-node";
import type { Tensors } from "../../../core/tensor.js";
import { windowFeatures } from "../../../models/trend/train/features.js";
import { type TrendSettings, trendSettings } from "../../../models/trend/train/settings.js";
import type { TF } from "../../../trace/tensorflow.js";
import { upload } from "../../../train/host-tensors.js";
import { type Job, readTensors } from "../workloads/job.js";
import { meanCrossEntropy } from "../workloads/trend.js";
import type { LayersTraining } from "./layers.js";

interface Examples {
  /** [examples, days, features]. */
  readonly features: Tensor3D;
  /** [examples, 1]. */
  readonly labels: Tensor2D;
}

/** Opens the training; see `Contender`. */
export async function openTrendLayers(tf: TF, folder: string, job: Job): Promise<LayersTraining> {
  const settings = trendSettings.parse(job.settings);
  const training = examplesFrom(tf, settings, await readTensors(folder, "training"));
  const validation = examplesFrom(tf, settings, await readTensors(folder, "validation"));
  const truth = validation.labels.dataSync().slice();
  const { order } = await readTensors(folder, "order");
  if (order === undefined) throw new TypeError("the job has no order of examples");
  const { batchSize } = settings;
  const epochRows = Math.floor(training.labels.shape[0] / batchSize) * batchSize;
  const ready = pick(tf, training, order.data.subarray(0, job.readyBatches * batchSize) as Int32Array);
  let model = build(tf, settings, job.seed);
  let taken = 0; // rows of the order

  /** Fits `count` batches that `next` gives, as many at a time as it has. */
  const fitBatches = async (
    count: number,
    next: (rows: number) => { part: Examples; owned: boolean },
  ): Promise<number> => {
    let total = 0;
    for (let left = count * batchSize; left > 0; ) {
      const { part, owned } = next(left);
      const rows = part.labels.shape[0];
      const { history } = await model.fit(part.features, part.labels, {
        batchSize,
        epochs: 1,
        shuffle: false,
        verbose: 0,
        yieldEvery: "never",
      });
      total += Number(history.loss?.[0]) * rows;
      left -= rows;
      if (owned) tf.dispose([part.features, part.labels]);
    }
    return total / (count * batchSize);
  };

  return {
    steps: (count) =>
      fitBatches(count, (rows) => {
        const all = ready.labels.shape[0];
        return rows >= all ? { part: ready, owned: false } : { part: head(tf, ready, rows), owned: true };
      }),
    train: (count) =>
      fitBatches(count, (rows) => {
        const from = taken % order.data.length;
        const wanted = Math.min(rows, epochRows, order.data.length - from);
        taken += wanted;
        return { part: pick(tf, training, order.data.subarray(from, from + wanted) as Int32Array), owned: true };
      }),
    check: async () => {
      throw new Error("the GRU of tf.layers is another one: its losses cannot be compared");
    },
    evaluate: async () => {
      const output = model.predict(validation.features, { batchSize: 1024 }) as Tensor;
      const probabilities = output.dataSync();
      const logits = Float64Array.from(probabilities, (p) => Math.log(p / (1 - p)));
      output.dispose();
      return meanCrossEntropy(logits, truth);
    },
    reset: async () => {
      model.dispose();
      model = build(tf, settings, job.seed);
      taken = 0;
    },
  };
}

function build(tf: TF, settings: TrendSettings, seed: number): Sequential {
  const { units, dropout, learningRate, window } = settings;
  const { glorotUniform, orthogonal } = tf.initializers;
  const model = tf.sequential({
    layers: [
      tf.layers.gru({
        units,
        inputShape: [window, 5],
        recurrentActivation: "sigmoid",
        kernelInitializer: glorotUniform({ seed }),
        recurrentInitializer: orthogonal({ seed: seed + 1 }),
      }),
      tf.layers.dropout({ rate: dropout }),
      tf.layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: glorotUniform({ seed: seed + 2 }) }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(learningRate), loss: "binaryCrossentropy" });
  return model;
}

function examplesFrom(tf: TF, settings: TrendSettings, tensors: Tensors): Examples {
  return tf.tidy(() => {
    const { increments, start_weekday, label } = upload(tf, tensors);
    if (increments === undefined || start_weekday === undefined || label === undefined) {
      throw new TypeError("the job lacks increments, weekdays or labels");
    }
    const features = windowFeatures(tf, settings.features, increments as Tensor2D, start_weekday as Tensor2D);
    return { features: tf.transpose(features, [1, 0, 2]) as Tensor3D, labels: tf.reshape(label, [-1, 1]) as Tensor2D };
  }) as unknown as Examples;
}

function pick(tf: TF, { features, labels }: Examples, rows: Int32Array): Examples {
  return tf.tidy(() => {
    const indices = tf.tensor1d(rows, "int32");
    return { features: tf.gather(features, indices), labels: tf.gather(labels, indices) } as never;
  }) as unknown as Examples;
}

function head(tf: TF, { features, labels }: Examples, rows: number): Examples {
  return { features: tf.slice(features, [0], [rows]), labels: tf.slice(labels, [0], [rows]) };
}
