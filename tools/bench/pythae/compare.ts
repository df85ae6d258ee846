/** `npm run bench -- faces-pythae`: Kiln's VAE and pythae's, trained on the same pictures with the same parameters. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { FailedError } from "../../../core/errors.js";
import { parseJsonAs } from "../../../core/json.js";
import type { Reporter } from "../../../core/reporter.js";
import { encodeSafetensors } from "../../../core/safetensors.js";
import { CheckpointStore } from "../../../train/checkpoint/store.js";
import { bestWeights } from "../../../train/finish-run.js";
import { readSummary } from "../../../train/run/summary.js";
import { peerScript, peersPython } from "../contenders/list.js";
import { thisMachine } from "../report/machine.js";
import { JOB_FILE } from "../workloads/job.js";
import { prepareJob } from "../workloads/prepare.js";
import { type PythaeResult, pythaeMarkdown, type SeedResult } from "./report.js";
import { runLines } from "./run-lines.js";

/** What to compare. */
export interface PythaeOptions {
  readonly seeds: readonly number[];
  /** Further settings, `key=value`, for both sides. */
  readonly set: readonly string[];
  /** Whose first weights pythae starts from: PyTorch's own, or Kiln's. */
  readonly start: "pytorch" | "kiln";
  readonly out: string;
}

/** What both sides are trained with. pythae has a constant rate and no sigma-VAE, so Kiln has them too. */
const pythaeSettings: readonly string[] = [
  "loss=weighted",
  "reduction=sum",
  "klWeight=1",
  "klWarmup=3",
  "rateFloor=1",
  "epochs=15",
  "smallestEpoch=0",
  "samplePictures=0",
  "sheetEpochs=0",
];

const PRESET = "best";

const scoreSchema = z.object({
  mse: z.number(),
  mseOfDraws: z.number(),
  kl: z.number(),
  elbo: z.number(),
  loss: z.number(),
  activeUnits: z.int(),
});

const scoresSchema = z.object({ kiln: scoreSchema, pythae: scoreSchema });

/** Figures on the validation pictures, computed for both sides by bench/peers/score.py. */
export type Score = z.infer<typeof scoreSchema>;

/** Trains both sides for each seed; writes the result as JSON and Markdown after each. */
export async function comparePythae(
  options: PythaeOptions,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<PythaeResult> {
  const created = new Date().toISOString();
  const set = lastOfEach([...pythaeSettings, ...options.set]);
  const seeds: SeedResult[] = [];
  const scratch = await mkdtemp(join(tmpdir(), "kiln-bench-"));
  const resultNow = (): PythaeResult => ({
    formatVersion: 1,
    created,
    machine: thisMachine(),
    preset: PRESET,
    set,
    start: options.start,
    seeds,
  });
  try {
    for (const seed of options.seeds) {
      const folder = join(scratch, String(seed));
      seeds.push(await compareSeed({ seed, set, start: options.start, folder }, reporter, signal));
      await rm(folder, { recursive: true });
      await write(options.out, resultNow());
    }
    return resultNow();
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Of settings that are given twice, the last. */
function lastOfEach(set: readonly string[]): string[] {
  return [...new Map(set.map((entry) => [entry.split("=", 1)[0], entry])).values()];
}

interface Seeded {
  readonly seed: number;
  readonly set: readonly string[];
  readonly start: PythaeOptions["start"];
  readonly folder: string;
}

async function compareSeed({ seed, set, start, folder }: Seeded, reporter: Reporter, signal: AbortSignal) {
  reporter.stage(`seed ${seed}`);
  const cache = resolve(".kiln", "cache");
  await prepareJob({ model: "faces", preset: PRESET, set, seed, cache, folder, signal }, reporter);
  const kiln = await trainKiln(seed, set, folder, reporter, signal);
  const pythae = await trainPythae(seed, start, folder, reporter, signal);
  const scores = await score(folder, kiln.weights, pythae.weights, signal);
  checkAgainstOwnFigure(scores.kiln.mse, kiln.mse);
  const result: SeedResult = {
    seed,
    kiln: { ...scores.kiln, seconds: kiln.seconds },
    pythae: { ...scores.pythae, seconds: pythae.seconds },
  };
  reporter.note(`seed ${seed}: MSE ${result.kiln.mse.toFixed(5)} against ${result.pythae.mse.toFixed(5)}`);
  return result;
}

/** The program that scores both sides must find what Kiln says of itself: it reads the weights and the pictures rightly. */
function checkAgainstOwnFigure(scored: number, own: number): void {
  if (Math.abs(scored - own) <= 1e-4 * own) return;
  throw new FailedError(`Kiln's own evaluation says that its MSE is ${own}, score.py finds ${scored}`);
}

interface Trained {
  /** A file of weights. */
  readonly weights: string;
  readonly seconds: number;
}

async function trainKiln(
  seed: number,
  set: readonly string[],
  folder: string,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<Trained & { mse: number }> {
  const run = join(folder, "run");
  const script = createRequire(import.meta.url).resolve("#dist/cli/kiln.js");
  const args = [script, "train", "faces", "--preset", PRESET, "--seed", String(seed), "--out", run, "--json"];
  const settings = set.flatMap((entry) => ["--set", entry]);
  await runLines("kiln train", { file: process.execPath, args: [...args, ...settings] }, signal, (line) => {
    if (line.event === "epoch") reporter.note(`Kiln: epoch ${line.epoch} of ${line.epochs}`);
  });
  const checkpoint = new CheckpointStore(run).latest(reporter);
  if (checkpoint === null) throw new TypeError(`${run} has no checkpoint`);
  const weights = join(folder, "kiln.safetensors");
  await writeFile(weights, encodeSafetensors({ tensors: bestWeights(checkpoint), metadata: {} }));
  const mse = readSummary(run).metrics["validation.mse"] ?? Number.NaN;
  return { weights, seconds: checkpoint.progress.seconds, mse };
}

async function trainPythae(
  seed: number,
  start: PythaeOptions["start"],
  folder: string,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<Trained> {
  const weights = join(folder, "pythae.safetensors");
  const args = [peerScript("pythae_train.py"), join(folder, JOB_FILE), weights, String(seed), start];
  let seconds = Number.NaN;
  await runLines("pythae", { file: peersPython(), args, env: pythonEnv }, signal, (line) => {
    seconds = Number(line.seconds);
    reporter.note(`pythae: epoch ${line.epoch} of ${line.epochs}`);
  });
  return { weights, seconds };
}

async function score(folder: string, kiln: string, pythae: string, signal: AbortSignal) {
  const args = [peerScript("score.py"), join(folder, JOB_FILE), `kiln=${kiln}`, `pythae=${pythae}`];
  let line: unknown;
  await runLines("score.py", { file: peersPython(), args, env: pythonEnv }, signal, (given) => {
    line = given;
  });
  return parseJsonAs(scoresSchema, JSON.stringify(line ?? null), "scores", "score.py");
}

const pythonEnv = { PYTHONDONTWRITEBYTECODE: "1", PYTHONNOUSERSITE: "1" };

async function write(folder: string, result: PythaeResult): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name = `faces-pythae-${result.created.replaceAll(":", "-").replace(/\..*$/, "")}`;
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(result, null, 1)}\n`);
  await writeFile(join(folder, `${name}.md`), pythaeMarkdown(result));
}
