import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wordsIn } from "../../../../core/png-text.js";
import { silentReporter } from "../../../../core/reporter.js";
import { FACES_PROCESSING } from "../../../../models/faces/contract.js";
import { facesFittedSchema } from "../../../../models/faces/fitted.js";
import { mixtureSchema } from "../../../../models/faces/mixture.js";
import { writeDrawnFaces } from "../../../../models/faces/train/dataset/write-drawn.js";
import { facesRecipe } from "../../../../models/faces/train/recipe.js";
import { facesPresets, facesSettings } from "../../../../models/faces/train/settings.js";
import { type Frozen, freeze } from "../../../../train/freeze.js";
import { decodeLatents } from "../../../../train/run/latents.js";
import { resolveSettings } from "../../../../train/settings.js";
import { type TrainResult, train } from "../../../../train/train.js";

const root = mkdtempSync(join(tmpdir(), "kiln-faces-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Small enough for seconds, large enough that every part of it runs. */
const SMALL = [
  "threads=2",
  "width=4",
  "hidden=16",
  "latent=6",
  "epochs=2",
  "batchSize=16",
  "samplePictures=0",
  "smallestEpoch=0",
];

describe("presets", () => {
  it.each(Object.keys(facesPresets))("%s is a whole set of settings", (preset) => {
    const { settings } = resolveSettings(facesRecipe, preset);
    expect(facesSettings.safeParse(settings).success).toBe(true);
  });

  it("name the report's own parameters and the reduction", () => {
    const report = (name: string) => resolveSettings(facesRecipe, name).settings;
    expect(report("report-kl1")).toMatchObject({ klWeight: 1, batchSize: 30, learningRate: 1e-3, pictures: 10_000 });
    for (const weight of [0, 70, 100]) {
      const settings = report(`report-kl${weight}`);
      expect(settings).toMatchObject({ klWeight: weight, batchSize: 50, learningRate: 1e-4, pictures: 12_000 });
      expect(settings).toMatchObject({ loss: "weighted", reduction: "sum" });
    }
    expect(report("best")).toMatchObject({ loss: "sigma" });
  });
});

describe("a training on drawn faces", () => {
  let result: TrainResult;
  let frozen: Frozen;
  const run = join(root, "run");
  beforeAll(async () => {
    const options = { out: run, set: [...SMALL, "count=96"], preset: "best", eager: true };
    result = await train(facesRecipe, options, silentReporter);
    frozen = await freeze(facesRecipe, run, silentReporter);
  });

  it("goes down, and says so in its own figures", () => {
    const epochs = readFileSync(join(run, "metrics.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, number>)
      .filter((line) => line["validation.mse"] !== undefined);
    expect(epochs).toHaveLength(2);
    expect(epochs[1]?.["validation.loss"]).toBeLessThan(epochs[0]?.["validation.loss"] as number);
    expect(result.metrics["validation.mse"]).toBeLessThan(0.2);
    expect(result.metrics["validation.activeUnits"]).toBeLessThanOrEqual(6);
    expect(result.remarks.join(" ")).toMatch(/drawn faces.*Reconstruction error.*latent units/);
  });

  it("puts the mean picture and PCA beside the error, fitted to the training pictures, and says who is ahead", () => {
    const { validation, training, learntBaselines } = JSON.parse(readFileSync(join(run, "evaluation.json"), "utf8"));
    const { meanPicture, pca } = validation.baselines;
    expect(learntBaselines).toEqual({ pictures: 86, of: 86 });
    expect(pca.components).toBe(6);
    expect(pca.mse).toBeLessThan(meanPicture.mse);
    expect(meanPicture.mse).toBeGreaterThan(0.01);
    expect(result.metrics).toMatchObject({
      "validation.pca.mse": pca.mse,
      "validation.meanPicture.mse": meanPicture.mse,
      "training.mse": training.mse,
    });
    expect(training.pictures).toBe(10);
    expect(training.mse / validation.mse).toBeGreaterThan(0.5);
    const told = result.remarks.join(" ");
    expect(told).toContain(
      `PCA with 6 components ${pca.mse.toFixed(5)}, the mean picture ${meanPicture.mse.toFixed(5)}`,
    );
    // Ten steps of a tiny network: it has to be said.
    expect(validation.mse).toBeGreaterThan(pca.mse);
    expect(told).toMatch(/not better than PCA|worth nothing as it stands/);
  });

  it("writes the pictures that show it", async () => {
    const sheets = ["epoch-0001-samples", "final-reconstructions", "final-samples", "final-samples-prior"];
    const moves = ["final-moves-dimensions", "final-moves-attributes"];
    for (const name of [...sheets, ...moves, "final-interpolation", "different-strip"]) {
      const { title, description } = wordsIn(readFileSync(join(run, "samples", `${name}.png`))) ?? {};
      expect(title, name).toBeDefined();
      expect(description?.length, name).toBeGreaterThan(40);
    }
    const told = wordsIn(readFileSync(join(run, "samples", "final-moves-attributes.png")))?.description;
    expect(told).toMatch(/Hair colour: ink → platinum\. Outline of the face: narrow → wide\./);
    const { width, height } = await sharp(join(run, "samples", "hair-strip.png")).metadata();
    expect([width, height]).toEqual([11 * 66 - 2, 2 * 66 - 2]);
  });

  it("keeps latent numbers of validation pictures, with what is known of them and their small pictures", async () => {
    const read = (name: string) => decodeLatents(readFileSync(join(run, "latents", name)), name);
    const final = read("final.safetensors");
    expect([final.names.length, final.width, final.means.length]).toEqual([10, 6, 60]);
    expect(final.factors?.names).toContain("hair_colour");
    expect(final.factors?.values).toHaveLength(10 * 11);
    expect([1, 2].map((epoch) => read(`epoch-000${epoch}.safetensors`).epoch)).toEqual([1, 2]);
    const { width, height } = await sharp(join(run, "latents", "pictures.png")).metadata();
    expect([width, height]).toEqual([4 * 32, 3 * 32]);
  });

  it("measures what a step of each latent number does", () => {
    const { effects } = JSON.parse(readFileSync(join(run, "evaluation.json"), "utf8"));
    expect([effects.perUnit.length, effects.perDeviation.length]).toEqual([6, 6]);
    const mean = effects.perUnit.reduce((sum: number, value: number) => sum + value, 0) / 6;
    expect(result.metrics["sensitivity.unitStep"]).toBeCloseTo(mean, 9);
  });

  it("stopped after an epoch and resumed, leaves the same files", async () => {
    const out = join(root, "resumed");
    const stop = new AbortController();
    const reporter = { ...silentReporter, record: (kind: string) => kind === "epoch" && stop.abort() };
    const options = { out, set: [...SMALL, "count=96"], preset: "best", eager: true, signal: stop.signal };
    await expect(train(facesRecipe, options, reporter)).rejects.toThrow("nothing is lost");
    await train(facesRecipe, { resume: out }, silentReporter);
    for (const folder of ["latents", "samples"]) {
      const names = readdirSync(join(run, folder));
      expect(readdirSync(join(out, folder))).toEqual(names);
      for (const name of names) {
        const [whole, resumed] = [run, out].map((place) => readFileSync(join(place, folder, name)));
        expect(resumed?.equals(whole as Buffer), name).toBe(true);
      }
    }
  });

  it("fits what the server and the page need", () => {
    const fitted = facesFittedSchema.parse(frozen.inference.fitted);
    expect(fitted.dimensions.map(({ index }) => index).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    const effects = fitted.dimensions.map(({ effect }) => effect);
    expect(effects).toEqual([...effects].sort((a, b) => b - a));
    expect(mixtureSchema.safeParse(fitted.mixture).success).toBe(true);
    expect(fitted.attributes.map(({ name }) => name)).toEqual(expect.arrayContaining(["hair", "outline"]));
    for (const { direction, source } of fitted.attributes) {
      expect(direction).toHaveLength(6);
      expect(source).toBe("factor");
    }
  });

  it("freezes two graphs of one training, raw levels in, levels of 0 to 1 out", () => {
    const { graphs, training } = frozen.inference;
    expect(graphs.map(({ name, processing }) => `${name} ${processing}`)).toEqual([
      `faces_encoder ${FACES_PROCESSING}`,
      `faces_decoder ${FACES_PROCESSING}`,
    ]);
    expect(training.data).toMatchObject({ simulated: true, source: "embedded faces, seed 1" });
    for (const { name } of graphs) expect(existsSync(join(frozen.folder, name, "model.json"))).toBe(true);
  });
});

describe("a training on a folder", () => {
  it("learns its directions from the pixels, and goes through a small set several times", async () => {
    const folder = join(root, "pictures");
    await writeDrawnFaces({ count: 40, seed: 3, out: folder, reporter: silentReporter });
    rmSync(join(folder, "factors.csv"));
    writeFileSync(join(folder, "broken.jpg"), "no picture");
    const warnings: string[] = [];
    const reporter = { ...silentReporter, warn: (text: string) => void warnings.push(text) };
    const out = join(root, "folder-run");
    const set = [...SMALL, "smallestEpoch=100"];
    const { steps } = await train(facesRecipe, { data: folder, out, set, eager: true }, reporter);
    expect(steps).toBe(2 * Math.floor((36 * 3) / 16));
    expect(warnings).toEqual(["Skipped broken.jpg: text, not a picture: give a JPEG or PNG file."]);
    const fitted = facesFittedSchema.parse(JSON.parse(readFileSync(join(out, "fitted.json"), "utf8")));
    expect(fitted.attributes.map(({ name, source }) => `${name} ${source}`)).toContain("hair statistic");
  });

  it("is refused with a clear word when there is too little", async () => {
    const folder = join(root, "few");
    await writeDrawnFaces({ count: 10, seed: 3, out: folder, reporter: silentReporter });
    const out = join(root, "never");
    const start = (set: string[]) => train(facesRecipe, { data: folder, out, set }, silentReporter);
    await expect(start(SMALL)).rejects.toThrow("10 pictures leave 9 to train on, fewer than one batch of 16");
    for (let i = 1; i < 10; i++) rmSync(join(folder, `face-00000${i}.png`));
    await expect(start(SMALL)).rejects.toThrow("there is only one picture");
    expect(existsSync(out)).toBe(false);
  });
});
