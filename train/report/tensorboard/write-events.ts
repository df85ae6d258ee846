/** Writes a run for TensorBoard: scalars, picture sheets, histograms of weights and latent numbers, embedding projector. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KeptLatents } from "../../run/latents.js";
import { type RunLatents, readLatents } from "../read/latents.js";
import type { MetricsRow, RunRecord } from "../read/record.js";
import { readRun } from "../read/run-directory.js";
import { summaryEvent, type Value, versionEvent } from "./event.js";
import { writeProjector } from "./projector.js";
import { frame } from "./record-file.js";
import { readWeights } from "./weights.js";

/** What was written. */
export interface WrittenEvents {
  /** What TensorBoard is given: `tensorboard --logdir`. */
  readonly folder: string;
  readonly file: string;
  readonly scalars: number;
  readonly images: number;
  readonly histograms: number;
  /** Pictures in the embedding projector. */
  readonly points: number;
  /** What of the run could not be read. */
  readonly notes: readonly string[];
}

/**
 * Writes `<run>/tensorboard/`, in the place of what was there. The log has no times of single steps: every event has that
 * of the last change of `metrics.jsonl`, so TensorBoard's axis is to be STEP.
 *
 * @throws NotFoundError when the folder is no run.
 */
export function writeEvents(run: string): WrittenEvents {
  const record = readRun(run);
  const notes = [...record.notes];
  const time = modified(join(run, "metrics.jsonl"));
  const count = { scalars: 0, images: 0, histograms: 0 };
  const parts: Uint8Array[] = [frame(versionEvent(time))];
  const add = (step: number, values: readonly Value[]) => {
    if (values.length > 0) parts.push(frame(summaryEvent({ time, step }, values)));
    for (const value of values) count["scalar" in value ? "scalars" : "png" in value ? "images" : "histograms"] += 1;
  };
  for (const row of rowsInOrder(record)) add(row.step, scalarsOf(row));
  for (const { step, image } of imagesOf(record)) add(step, [image]);
  for (const { step, weights } of readWeights(run, notes)) {
    add(
      step,
      Object.entries(weights).map(([tag, values]) => ({ tag: `weights/${tag}`, values })),
    );
  }
  const latents = readLatents(run, notes);
  for (const { step, values } of latentHistograms(record, latents)) add(step, values);
  const folder = join(run, "tensorboard");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `events.out.tfevents.${Math.floor(time)}.kiln`);
  writeFileSync(`${file}.writing`, Buffer.concat(parts));
  // An older file beside it would be shown as a second run over the first.
  for (const name of readdirSync(folder)) if (name.endsWith(".kiln")) rmSync(join(folder, name));
  renameSync(`${file}.writing`, file);
  return { folder, file, ...count, points: writeProjector(latents, folder), notes };
}

/** Steps and epochs as they were logged, by step: TensorBoard takes a step that goes back for a restart. */
function rowsInOrder({ steps, epochs }: RunRecord): (MetricsRow & { readonly of: string })[] {
  return [...steps.map((row) => ({ ...row, of: "step" })), ...epochs.map((row) => ({ ...row, of: "epoch" }))].sort(
    (a, b) => a.step - b.step,
  );
}

function scalarsOf({ figures, of }: MetricsRow & { readonly of: string }): Value[] {
  return Object.entries(figures).map(([name, scalar]) => ({ tag: `${of}/${name.replace(".", "/")}`, scalar }));
}

/** The first batch at step 1, sheets of the epochs, and the last ones at the last step. */
function imagesOf({ pictures, epochs, status }: RunRecord): { step: number; image: Value }[] {
  return pictures.flatMap(({ name, file, type }) => {
    if (type !== "png") return [];
    const [, epoch, what = ""] = /\/(?:epoch-(\d+)-|final-)?(.+)$/.exec(name) ?? [];
    const last = what === "first-batch" ? 1 : (status?.step ?? 0);
    const step = epoch === undefined ? last : epochs.find((row) => row.epoch === Number(epoch))?.step;
    const png = readFileSync(file);
    if (step === undefined || png.byteLength < 24) return [];
    // Width and height are the first two numbers of a PNG's header.
    return [{ step, image: { tag: what, png, width: png.readUInt32BE(16), height: png.readUInt32BE(20) } }];
  });
}

/** After each epoch: all latent numbers at once, and each for itself. */
function latentHistograms({ epochs }: RunRecord, latents: RunLatents): { step: number; values: Value[] }[] {
  return latents.epochs.flatMap((kept) => {
    const step = epochs.find(({ epoch }) => epoch === kept.epoch)?.step;
    if (step === undefined) return [];
    const units = Array.from(
      { length: kept.width },
      (_, unit): Value => ({ tag: `latents/${String(unit).padStart(3, "0")}`, values: columnOf(kept, unit) }),
    );
    return [{ step, values: [{ tag: "latents/all", values: kept.means }, ...units] }];
  });
}

function columnOf({ names, width, means }: KeptLatents, unit: number): Float32Array {
  return Float32Array.from(names, (_, row) => means[row * width + unit] as number);
}

function modified(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs === undefined ? 0 : statSync(file).mtimeMs / 1000;
}
