/** What comes after the last step: the recipe fits and measures with the best weights, and the run says what it is worth. */
import { basename, join } from "node:path";
import type { TrainingSummary } from "../core/inference.js";
import type { Checkpoint } from "./checkpoint/checkpoint.js";
import { dispose, upload } from "./host-tensors.js";
import { writeNetwork } from "./network.js";
import { evaluateContext, type OpenTraining } from "./open-training.js";
import { drawRun } from "./pictures.js";
import { runFiles, writeJson } from "./run/files.js";
import { rateRemarks } from "./run/lower-rate.js";
import { writeSummary } from "./run/summary.js";

/**
 * Fits, measures, draws, and writes `evaluation.json`, `fitted.json`, the model's `sections.json`, `network.json`, `pictures/` and,
 * last, `summary.json`.
 *
 * @param checkpoint where training stands; its best weights are used, or the current ones when no epoch has ended.
 */
export async function finishRun(training: OpenTraining, checkpoint: Checkpoint): Promise<TrainingSummary> {
  const { recipe, config, run, tf } = training;
  const { progress } = checkpoint;
  const weights = upload(tf, bestWeights(checkpoint));
  try {
    const finished = await recipe.finish(evaluateContext(training, weights, progress.best?.epoch ?? progress.epoch));
    const summary: TrainingSummary = {
      run: basename(run),
      preset: config.preset,
      seed: config.seed,
      steps: progress.step,
      epochs: progress.epoch,
      finished: progress.complete,
      settings: config.settings,
      embedded: config.data === null,
      data: training.data.summary,
      metrics: { ...finished.metrics },
      remarks: [...rateRemarks(config), ...finished.remarks],
    };
    writeJson(join(run, runFiles.evaluation), finished.evaluation);
    writeJson(join(run, runFiles.fitted), finished.fitted);
    if (finished.sections !== undefined) writeJson(join(run, runFiles.sections), finished.sections);
    writeNetwork(training, weights, finished.fitted);
    await drawRun(training, finished.evaluation);
    writeSummary(run, summary);
    return summary;
  } finally {
    dispose(weights);
  }
}

/** The weights with the best score, or the current ones before the first evaluation. */
export function bestWeights(checkpoint: Checkpoint): Checkpoint["weights"] {
  return checkpoint.progress.best === null ? checkpoint.weights : checkpoint.best;
}
