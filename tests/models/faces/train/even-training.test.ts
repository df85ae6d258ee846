/** A small folder of pictures is learnt as a whole, not one file of it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tensor4D } from "@tensorflow/tfjs-node";
import { afterAll, expect, it } from "vitest";
import { type Reporter, silentReporter } from "../../../../core/reporter.js";
import { prepareFaces, readImages } from "../../../../models/faces/train/data.js";
import { writeDrawnFaces } from "../../../../models/faces/train/dataset/write-drawn.js";
import { facesRecipe } from "../../../../models/faces/train/recipe.js";
import type { FacesSettings } from "../../../../models/faces/train/settings.js";
import { loadTensorFlow } from "../../../../trace/tensorflow.js";
import { CheckpointStore } from "../../../../train/checkpoint/store.js";
import { dispose, upload } from "../../../../train/host-tensors.js";
import { readConfig } from "../../../../train/run/config.js";
import { checkSettings } from "../../../../train/settings.js";
import { type TrainOptions, train } from "../../../../train/train.js";

const root = mkdtempSync(join(tmpdir(), "kiln-even-training-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** 101 steps in an epoch: 45 training pictures, 36 times. */
const set = [
  ...["threads=2", "epochs=2", "batchSize=16", "smallestEpoch=1600", "learningRate=0.004", "klWarmup=1"],
  ...["width=4", "hidden=32", "latent=8", "samplePictures=0", "sheetEpochs=0"],
];

it("reconstructs the first file about as well as the others, after an epoch of many passes", async () => {
  const folder = join(root, "pictures");
  await writeDrawnFaces({ count: 50, seed: 5, out: folder, reporter: silentReporter });
  const out = join(root, "run");
  await trainOneEpoch({ data: folder, out, set });

  const [first = Number.NaN, ...others] = await errorsOf(out, folder);
  const median = [...others].sort((a, b) => a - b)[Math.floor(others.length / 2)] ?? Number.NaN;
  expect(first).toBeGreaterThan(median / 2);
  expect(first).toBeLessThan(median * 2);
});

/** Stops before the second epoch, since figures and sheets of a whole run take longer than the epoch itself. */
async function trainOneEpoch(options: TrainOptions): Promise<void> {
  const stop = new AbortController();
  const reporter: Reporter = { ...silentReporter, record: (event) => event === "epoch" && stop.abort() };
  const training = train(facesRecipe, { ...options, signal: stop.signal }, reporter);
  await expect(training).rejects.toThrow("stopped at step 102 of 202");
}

/** Mean squared error of each picture of the folder, in the order of its files, by the run's best weights. */
async function errorsOf(run: string, folder: string): Promise<number[]> {
  const config = readConfig(run);
  const settings = checkSettings(facesRecipe, config.settings, "config.json") as unknown as FacesSettings;
  const context = { settings, seed: config.seed, data: folder, cache: root, reporter: silentReporter };
  const data = await prepareFaces({ ...context, signal: undefined });
  const tf = await loadTensorFlow();
  const weights = upload(tf, new CheckpointStore(run).latest(silentReporter)?.best ?? {});
  const { faces_encoder: encode, faces_decoder: decode } = facesRecipe.graphs(tf, settings, {});
  try {
    const all = Uint32Array.from({ length: data.pictures.count }, (_, i) => i);
    const { image } = upload(tf, await readImages(data.pictures, all)) as { image: Tensor4D };
    const errors = tf.tidy(() => {
      const { mean: latent } = encode?.(weights, { image }) ?? {};
      if (latent === undefined) throw new Error("there is no encoder");
      const { image: output } = decode?.(weights, { latent }) ?? {};
      if (output === undefined) throw new Error("there is no decoder");
      return tf.mean(tf.squaredDifference(output, tf.mul(image, 1 / 255)), [1, 2, 3]);
    });
    return Array.from(await errors.data());
  } finally {
    dispose(weights);
    await data.close?.();
  }
}
