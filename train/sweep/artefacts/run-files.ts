/** Which files of a run directory another machine needs, and putting them there again. */

import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { hasCode } from "../../../core/errors.js";
import { filesBelow } from "./files-below.js";

/** Of `lock.json` the holder is a process of the machine that wrote it; what is half-written or on the way is nobody's. */
const LEFT_BEHIND = /^(lock\.json.*|\.writing-.*)$/;

const CHECKPOINT = /^checkpoints\/step-(\d+)\.safetensors$/;

/** A file of a run: its path inside the run directory, with `/`. */
export const runFileSchema = z.object({
  path: z.string().refine((path) => path.split("/").every((part) => !["", ".", ".."].includes(part))),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export type RunFile = z.infer<typeof runFileSchema>;

/** The newest checkpoint of a run directory: its path inside, and its step; null when there is none. */
export async function newestCheckpoint(directory: string): Promise<{ path: string; step: number } | null> {
  const steps = (await filesBelow(directory, "checkpoints")).map((path) => ({
    path,
    step: Number(CHECKPOINT.exec(path)?.[1] ?? -1),
  }));
  return steps.filter(({ step }) => step >= 0).sort((a, b) => b.step - a.step)[0] ?? null;
}

/** Paths inside a run directory of all that belongs to the run. */
export async function pathsOf(directory: string): Promise<string[]> {
  const paths = await filesBelow(directory);
  return paths.filter((path) => !LEFT_BEHIND.test(basename(path))).sort();
}

/** True for a checkpoint. */
export function isCheckpoint(path: string): boolean {
  return CHECKPOINT.test(path);
}

/** A file of a run directory, or null when the training has removed it meanwhile. */
export async function readRunFile(directory: string, path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(join(directory, path));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

/**
 * Makes a run directory of `files`: beside its place first, then by a rename, over an older one.
 *
 * @param read gives a file's bytes.
 */
export async function writeRunDirectory(
  directory: string,
  files: readonly RunFile[],
  read: (file: RunFile) => Promise<Uint8Array>,
): Promise<void> {
  const fetching = join(dirname(directory), `.fetching-${basename(directory)}-${process.pid}`);
  await rm(fetching, { recursive: true, force: true });
  try {
    await mkdir(fetching, { recursive: true });
    for (const file of files) {
      const path = join(fetching, file.path);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await read(file));
    }
    await rm(directory, { recursive: true, force: true });
    await rename(fetching, directory);
  } finally {
    await rm(fetching, { recursive: true, force: true });
  }
}

/** SHA-256 in hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
