/** Pictures of what was measured: drawn by the recipe, written here as SVG and as PNG. */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { FailedError, InterruptedError, messageOf } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import { renderPng } from "../pictures/render-png.js";
import type { OpenTraining } from "./open-training.js";
import type { AnyRecipe, TrainingData } from "./recipe.js";
import { runFiles, writeAtomically } from "./run/files.js";
import { readMetrics } from "./run/metrics-log.js";

/** What to draw. */
export interface DrawOptions {
  readonly settings: unknown;
  readonly data: TrainingData;
  readonly evaluation: JsonObject;
  readonly epochs: readonly Readonly<Record<string, number>>[];
  readonly signal: AbortSignal | undefined;
}

/** The pictures of a run, in its own folder. A picture that cannot be drawn is a warning: a training is not lost for it. */
export async function drawRun(training: OpenTraining, evaluation: JsonObject): Promise<void> {
  const { recipe, run, settings, data, reporter, signal } = training;
  try {
    await writePictures(recipe, join(run, runFiles.pictures), {
      settings,
      data,
      evaluation,
      epochs: epochsOf(join(run, runFiles.metrics)),
      signal,
    });
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    reporter.warn(`The pictures were not drawn: ${messageOf(error)}`);
  }
}

/**
 * Draws and writes `<name>.svg` and `<name>.png` for each picture of a recipe, over those that are there.
 *
 * @returns the SVG files; none when the recipe has no pictures.
 * @throws FailedError when a file cannot be written; InterruptedError between two pictures.
 */
export async function writePictures(
  recipe: AnyRecipe,
  folder: string,
  { signal, ...context }: DrawOptions,
): Promise<string[]> {
  const pictures = Object.entries((await recipe.pictures?.(context)) ?? {});
  if (pictures.length === 0) return [];
  makeFolder(folder);
  const files: string[] = [];
  for (const [name, svg] of pictures) {
    if (signal?.aborted) throw new InterruptedError("stopped while pictures were drawn");
    const file = join(folder, `${name}.svg`);
    writeAtomically(file, [svg]);
    writeAtomically(join(folder, `${name}.png`), [await renderPng(svg)]);
    files.push(file);
  }
  return files;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new FailedError(`the folder cannot be made: ${messageOf(cause)}`, { where: { file: folder }, cause });
  }
}

/** The lines of a log that end an epoch, numbers only. */
function epochsOf(log: string): Record<string, number>[] {
  if (!existsSync(log)) return [];
  return readMetrics(log)
    .filter(({ kind }) => kind === "epoch")
    .map(({ kind: _, ...figures }) => figures as Record<string, number>);
}
