/** `summary.json`: what the manifest and the model card will say about the training. */
import { join } from "node:path";
import { type TrainingSummary, trainingSummarySchema } from "../../core/inference.js";
import { readJson, runFiles, writeJson } from "./files.js";

/** Writes `summary.json`: the sign that everything after the last step is done too. */
export function writeSummary(run: string, summary: TrainingSummary): void {
  writeJson(join(run, runFiles.summary), summary);
}

/**
 * Reads `summary.json`.
 *
 * @throws NotFoundError when the run is not finished.
 */
export function readSummary(run: string): TrainingSummary {
  return readJson(join(run, runFiles.summary), trainingSummarySchema, "training summary");
}
