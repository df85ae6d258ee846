/**
 * What all contenders of a measurement share: one folder with the first weights, the training examples, the order in which
 * they are taken, the schedules and the validation examples. Python reads the same files: bench/peers/job.py.
 */
import { createWriteStream } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { z } from "zod";
import { parseJsonAs } from "../../../core/json.js";
import { decodeSafetensors, encodeSafetensors } from "../../../core/safetensors.js";
import type { Tensors } from "../../../core/tensor.js";

/** Models that can be measured. */
const benchModels = ["trend", "faces"] as const;

/** One of `benchModels`. */
export type BenchModelName = (typeof benchModels)[number];

const jobSchema = z.object({
  formatVersion: z.literal(1),
  model: z.enum(benchModels),
  seed: z.int(),
  /** The recipe's settings, all of them; the number of threads is decided. */
  settings: z.looseObject({ threads: z.int().positive(), batchSize: z.int().positive() }),
  /** The folder of data that can be made again. */
  cache: z.string(),
  /** Batches that are held ready for measuring the step alone. */
  readyBatches: z.int().positive(),
});

/** The file `job.json`. */
export type Job = z.infer<typeof jobSchema>;

/** Files of tensors in a job's folder, without their ending. */
export type JobFile = "start" | "training" | "validation" | "order" | "schedules" | "random";

/** The file of training pictures: bytes, [pictures, 64, 64, 3]. */
export const PICTURES_FILE = "training.rgb";

/** The name of the description in a job's folder. */
export const JOB_FILE = "job.json";

/** Writes the description; the folder is made. */
export async function writeJob(folder: string, job: Job): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, JOB_FILE), `${JSON.stringify(job, null, 2)}\n`);
}

/**
 * Reads the description.
 *
 * @throws InputError when it is of another version.
 */
export async function readJob(folder: string): Promise<Job> {
  const file = join(folder, JOB_FILE);
  return parseJsonAs(jobSchema, await readFile(file, "utf8"), "bench job", file);
}

/** Writes one of the tensor files. */
export async function writeTensors(folder: string, name: JobFile, tensors: Tensors): Promise<void> {
  const stream = createWriteStream(pathOf(folder, name));
  for (const part of encodeSafetensors({ tensors, metadata: {} })) stream.write(part);
  stream.end();
  await finished(stream);
}

/** Reads one of the tensor files. */
export async function readTensors(folder: string, name: JobFile): Promise<Tensors> {
  const path = pathOf(folder, name);
  return decodeSafetensors(await readFile(path), path).tensors;
}

function pathOf(folder: string, name: JobFile): string {
  return join(folder, `${name}.safetensors`);
}
