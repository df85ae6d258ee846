/**
 * What the first step is given, kept as files that a person looks at before anything else: a wrong crop, labels that do not
 * fit, one example again and again are seen here and in no figure.
 */

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../core/errors.js";
import { withWords } from "../../core/png-text.js";
import { makeTensor, type Tensor, type Tensors } from "../../core/tensor.js";
import { renderPng } from "../../pictures/render-png.js";
import type { OpenTraining } from "../open-training.js";
import type { BatchPicture } from "../recipe.js";
import { runFiles, writeAtomically } from "../run/files.js";
import type { HostStepInputs } from "../stepper.js";
import { batchPicture } from "./default-picture.js";
import { batchRecord } from "./record.js";

/** Files in `samples/`: `first-batch.json`, `.png`, `.svg`. */
const NAME = "first-batch";

/**
 * Writes `samples/first-batch.*` from the very arrays that step 1 is given. What draws gets copies, so that nothing that it
 * does reaches the step; what cannot be drawn or written is a warning, and training goes on.
 */
export async function writeFirstBatch(training: OpenTraining, inputs: HostStepInputs): Promise<void> {
  const { recipe, run, settings, data, reporter } = training;
  const given = { batch: copied(inputs.batch), random: copied(inputs.random), schedules: inputs.schedules };
  const folder = join(run, runFiles.samples);
  try {
    mkdirSync(folder, { recursive: true });
    writeAtomically(join(folder, `${NAME}.json`), [batchRecord(given)]);
    const picture = (await recipe.firstBatch?.({ settings, data, ...given })) ?? (await batchPicture(given));
    const shown = await writePicture(folder, picture);
    reporter.note(`The first batch, as the network gets it: ${shown}`);
    reporter.record("firstBatch", { run, picture: shown });
  } catch (error) {
    reporter.warn(`The first batch was not drawn: ${messageOf(error)}`);
  }
}

async function writePicture(folder: string, { svg, pngOnly }: BatchPicture): Promise<string> {
  const file = join(folder, `${NAME}.png`);
  const vector = join(folder, `${NAME}.svg`);
  const png = await renderPng(svg);
  writeAtomically(file, [pngOnly === undefined ? png : withWords(png, pngOnly)]);
  if (pngOnly === undefined) writeAtomically(vector, [svg]);
  else rmSync(vector, { force: true });
  return file;
}

function copied(tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, copyOf(tensor)]));
}

function copyOf({ type, dims, data }: Tensor): Tensor {
  return makeTensor(type, dims, data.slice());
}
