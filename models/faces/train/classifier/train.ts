/**
 * Trains the factor classifier, once: on faces of a seed of its own, whatever `faces` is trained on, so that distances of
 * different runs can be compared. The result is kept in the cache.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Scalar, Tensor, Tensor4D } from "@tensorflow/tfjs-node";
import type { Reporter, Tensors } from "kilnjs";
import { decodeSafetensors, encodeSafetensors, InputError, InterruptedError, Random } from "kilnjs";
import type { TF } from "kilnjs/trace";
import { capture } from "kilnjs/trace";
import type { TrainingState } from "kilnjs/train";
import {
  adam,
  breathe,
  dispose,
  download,
  tensorNamed,
  upload,
  valueAndGradients,
  writeAtomically,
} from "kilnjs/train";
import sharp from "sharp";
import { readImages } from "../data.js";
import { openDrawn } from "../dataset/drawn.js";
import { DRAWING_VERSION } from "../draw/face.js";
import { FACTORS } from "../draw/factors.js";
import { classifierLoss, initialClassifier, oneHotLevels } from "./network.js";

/** Raised whenever the network or its training changes: distances of another version cannot be compared. */
const CLASSIFIER_VERSION = 1;

const SEED = 20_240;
const BATCH = 64;
const RATE = 2e-3;

/** How much it is trained: distances of another size cannot be compared either. */
export interface ClassifierSize {
  readonly faces: number;
  readonly epochs: number;
}

/** The size behind every figure that Kiln reports. */
const STANDARD: ClassifierSize = { faces: 6_016, epochs: 6 };

/** What is needed to find or make it. */
export interface ClassifierOptions {
  readonly tf: TF;
  readonly cache: string;
  readonly reporter: Reporter;
  readonly signal?: AbortSignal | undefined;
  readonly size?: ClassifierSize;
}

/**
 * The classifier's weights: from the cache, or trained now (under a minute).
 *
 * @throws InterruptedError when the signal is aborted.
 */
export async function classifierWeights(options: ClassifierOptions): Promise<Tensors> {
  const { cache, reporter, size = STANDARD } = options;
  const drawing = `drawing${DRAWING_VERSION}-rsvg${sharp.versions.rsvg ?? sharp.versions.vips}`;
  const path = join(
    cache,
    "faces",
    `classifier-${CLASSIFIER_VERSION}-${size.faces}x${size.epochs}-${drawing}.safetensors`,
  );
  if (existsSync(path)) {
    try {
      return decodeSafetensors(readFileSync(path), path).tensors;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      reporter.warn(`The stored factor classifier is damaged and is made again: ${error.message}`);
    }
  }
  const weights = await trainClassifier(options, size);
  mkdirSync(dirname(path), { recursive: true });
  writeAtomically(path, encodeSafetensors({ tensors: weights, metadata: { version: String(CLASSIFIER_VERSION) } }));
  return weights;
}

async function trainClassifier(
  { tf, cache, reporter, signal }: ClassifierOptions,
  { faces, epochs }: ClassifierSize,
): Promise<Tensors> {
  const pictures = await openDrawn({ count: faces, seed: SEED, cache, reporter, signal });
  const optimizer = adam();
  const initial = upload(tf, initialClassifier(Random.seeded(SEED, "classifier/weights")));
  let state: TrainingState = { weights: initial, optimizer: optimizer.init(tf, initial) };
  const order = Random.seeded(SEED, "classifier/order");
  const run = capture(tf, (before: TrainingState, batch: { image: Tensor4D; truth: Tensor; rate: Scalar }) => {
    const { gradients } = valueAndGradients(tf, { ...before.weights }, (weights) => ({
      loss: classifierLoss(tf, weights, tf.mul(batch.image, 1 / 255), batch.truth),
    }));
    const next = optimizer.update(tf, { ...before.optimizer }, { ...before.weights }, gradients, batch.rate);
    return { weights: next.weights, optimizer: next.state };
  });
  const steps = Math.floor(faces / BATCH);
  let shuffled: Uint32Array = new Uint32Array(0);
  try {
    for (let step = 0; step < steps * epochs; step++) {
      if (step % steps === 0) shuffled = order.permutation(faces);
      const indices = shuffled.slice((step % steps) * BATCH, ((step % steps) + 1) * BATCH);
      const batch = upload(tf, {
        ...(await readImages(pictures, indices)),
        truth: oneHotLevels(factorsAt(pictures.factors ?? new Uint8Array(0), indices)),
      });
      const rate = tf.scalar(RATE * 0.5 * (1 + Math.cos((Math.PI * step) / (steps * epochs))));
      const given = { image: tensorNamed(batch, "image") as Tensor4D, truth: tensorNamed(batch, "truth"), rate };
      const next = run(state, given);
      dispose(state.weights, state.optimizer, batch, { rate });
      state = next;
      await breathe();
      if (signal?.aborted) throw new InterruptedError("stopped while training the factor classifier");
      reporter.progress({ label: "factor classifier", done: step + 1, total: steps * epochs, unit: "steps" });
    }
    return download(state.weights);
  } finally {
    dispose(state.weights, state.optimizer);
    run.dispose();
    await pictures.close();
  }
}

/** The rows of factor values at `indices`. */
export function factorsAt(values: Uint8Array, indices: Uint32Array): Uint8Array {
  const width = FACTORS.length;
  const rows = new Uint8Array(indices.length * width);
  indices.forEach((index, row) => {
    rows.set(values.subarray(index * width, (index + 1) * width), row * width);
  });
  return rows;
}
