/** A published version measured by its recipe: settings and seed come from the manifest, answers from onnxruntime. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FailedError, InputError, InterruptedError, NotFoundError, UsageError } from "../../core/errors.js";
import { inParts } from "../../core/in-parts.js";
import type { Manifest } from "../../core/manifest.js";
import type { Reporter } from "../../core/reporter.js";
import type { Tensors } from "../../core/tensor.js";
import { openPublished } from "../../store/open-published.js";
import { boundTo } from "../../train/facts.js";
import { refuseUnreadData } from "../../train/own-data.js";
import { writePictures } from "../../train/pictures.js";
import type { AnyRecipe, PublishedEvaluation, TrainingData } from "../../train/recipe.js";
import { checkSettings } from "../../train/settings.js";

/** Rows in one call of onnxruntime. */
const ROWS_A_RUN = 512;

/** What to evaluate, on what, and where the result goes. */
export interface EvaluateOptions {
  readonly repository: string;
  /** The folder of things that can be made again. */
  readonly cache: string;
  readonly version?: number;
  /** The user's data; left out: the embedded data. */
  readonly data?: string;
  /** The folder for a version. */
  out(version: number): string;
  /** Told when the figures are on the disk; the pictures come after them. */
  written?(file: string): void;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/** What was measured, and what was written. */
export interface Evaluated {
  readonly version: number;
  readonly folder: string;
  /** The pictures. */
  readonly files: string[];
  readonly result: PublishedEvaluation;
}

/**
 * Evaluates, and writes `evaluation.json` and pictures.
 *
 * @throws UsageError when the model cannot be evaluated this way, reads no data of the user's and is given some, or was
 * trained on a file and none is given; NotFoundError when there is no such version, or it does not say how it was trained; InputError when the data are not those that it was
 * trained on.
 */
export async function evaluatePublished(recipe: AnyRecipe, options: EvaluateOptions): Promise<Evaluated> {
  const { name } = recipe.model;
  const { repository, reporter, signal } = options;
  if (recipe.evaluatePublished === undefined) {
    throw new UsageError(`${name} has no evaluation that can be repeated from a published version`, {
      next: `What its training measured is in the run directory (evaluation.json); kiln verify ${name} checks the published files.`,
    });
  }
  refuseUnreadData(recipe, options.data);
  const model = await openPublished(name, { repository, version: options.version });
  const { bundle } = model;
  const { version, training, fitted } = mainManifest(bundle.graphs[bundle.main]?.manifest, name);
  const settings = checkSettings(recipe, settingsOf(name, version, training, options.data), "manifest.json, settings");
  const { seed } = training;
  reporter.stage("data");
  const { cache } = options;
  const data = await recipe.prepare({ settings, seed, data: options.data, base: recipe.base, cache, reporter, signal });
  try {
    refuseOther(data, training, options.data);
    reporter.stage("evaluation");
    const infer = (graph: string, inputs: Tensors) => {
      const run = (feeds: Tensors) => {
        if (signal.aborted) throw new InterruptedError("the evaluation was interrupted");
        return model.infer(graph, feeds);
      };
      return inParts(inputs, run, { rows: ROWS_A_RUN });
    };
    const bound = await boundTo(recipe, data.facts);
    const result = await bound.evaluatePublished?.({ settings, data, seed, fitted, reporter, signal, infer });
    if (result === undefined) throw new FailedError(`${name} has no evaluation of a published version`);
    if (signal.aborted) throw new InterruptedError("the evaluation was interrupted");
    const folder = options.out(version);
    options.written?.(await writeEvaluation(folder, result));
    const { evaluation } = result;
    const files = await writePictures(bound, folder, { settings, data, evaluation, epochs: [], signal });
    return { version, folder, files, result };
  } finally {
    await model.release();
    await data.close?.();
  }
}

function mainManifest(manifest: Manifest | undefined, name: string): Manifest {
  if (manifest === undefined) throw new FailedError(`the published ${name} has no main graph`);
  return manifest;
}

function settingsOf(name: string, version: number, training: Manifest["training"], data: string | undefined) {
  const { settings, embedded, data: trainedOn } = training;
  if (settings === undefined || embedded === undefined) {
    throw new NotFoundError(`version ${version} of ${name} does not say with which settings it was trained`, {
      next: `It is older than that. Train and export again: kiln train ${name}, kiln export ${name}.`,
    });
  }
  if (!embedded && data === undefined) {
    throw new UsageError(`version ${version} of ${name} was trained on ${trainedOn.source}`, {
      where: { field: "--data" },
      next: `Give that file: kiln evaluate ${name} --data ${trainedOn.source}`,
    });
  }
  return settings;
}

/** On other data the days that were learnt from could be among those that are asked about: no figure would be honest. */
function refuseOther(data: TrainingData, training: Manifest["training"], file: string | undefined): void {
  if (data.summary.sha256 === training.data.sha256) return;
  throw new InputError(`is not the data that this version was trained on (${training.data.source})`, {
    where: { file: file ?? data.summary.source },
    next: "Give that file, as it was then; or train and export again with this one.",
  });
}

async function writeEvaluation(folder: string, { evaluation }: PublishedEvaluation): Promise<string> {
  const file = join(folder, "evaluation.json");
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(file, `${JSON.stringify(evaluation, null, 2)}\n`);
    return file;
  } catch (cause) {
    throw new FailedError(`cannot be written: ${(cause as Error).message}`, { where: { file }, cause });
  }
}
