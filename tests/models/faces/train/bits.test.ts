/** The two ways to run a step of `faces`: the same bits. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { silentReporter } from "../../../../core/reporter.js";
import { facesRecipe } from "../../../../models/faces/train/recipe.js";
import { CheckpointStore } from "../../../../train/checkpoint/store.js";
import { readMetrics } from "../../../../train/run/metrics-log.js";
import { train } from "../../../../train/train.js";

const root = mkdtempSync(join(tmpdir(), "kiln-faces-bits-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** One epoch of 200 steps through 54 pictures, over and over. */
const set = [
  ...["threads=2", "count=60", "batchSize=8", "smallestEpoch=1600", "epochSteps=200", "epochs=1", "logSteps=1"],
  ...["width=4", "hidden=16", "latent=6", "samplePictures=0", "sheetEpochs=0", "klWarmup=0.5"],
];

it("captured and eager steps agree over 200 steps: losses, weights and the optimizer's state", async () => {
  const cwd = process.cwd();
  process.chdir(root); // the cache of drawn faces
  try {
    const run = async (name: string, eager: boolean) => {
      const out = join(root, name);
      const { steps } = await train(facesRecipe, { out, preset: "best", seed: 3, set, eager }, silentReporter);
      expect(steps).toBe(200);
      const losses = readMetrics(join(out, "metrics.jsonl")).filter(({ kind }) => kind === "step");
      const checkpoint = new CheckpointStore(out).latest(silentReporter);
      return { losses, weights: checkpoint?.weights, optimizer: checkpoint?.optimizer };
    };
    const captured = await run("captured", false);
    expect(captured.losses).toHaveLength(200);
    expect(captured.weights).toBeDefined();
    expect(await run("eager", true)).toEqual(captured);
  } finally {
    process.chdir(cwd);
  }
});
