/** Names in a run directory, and writing to it so that a kill at any moment leaves the old file or the new one. */
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { z } from "zod";
import { FailedError, messageOf, NotFoundError } from "../../core/errors.js";
import { parseJsonAs } from "../../core/json.js";
import { readBelowSync } from "../../system/below.js";

/** Files and folders of a run directory. */
export const runFiles = {
  config: "config.json",
  environment: "environment.json",
  status: "status.json",
  lock: "lock.json",
  metrics: "metrics.jsonl",
  evaluation: "evaluation.json",
  sections: "sections.json",
  fitted: "fitted.json",
  summary: "summary.json",
  checkpoints: "checkpoints",
  pictures: "pictures",
  samples: "samples",
  network: "network.json",
} as const;

/** Marks a file that is being written; one that is found later was left by a kill, and nothing ever reads it. */
export const TEMPORARY = ".writing-";

/**
 * Writes a file under a temporary name, forces it to the disk, and renames it into place.
 *
 * @throws FailedError when the disk refuses: full, read-only.
 */
export function writeAtomically(path: string, parts: readonly (string | Uint8Array)[]): void {
  const temporary = temporaryName(path);
  try {
    const file = openSync(temporary, "w");
    try {
      for (const part of parts) writeWhole(file, typeof part === "string" ? Buffer.from(part) : part);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (cause) {
    throw cannotWrite(path, temporary, cause);
  }
}

/** Writes a value as indented JSON, atomically. */
export function writeJson(path: string, value: unknown): void {
  writeAtomically(path, [`${JSON.stringify(value, null, 2)}\n`]);
}

/** The same for a file that is written often and that nothing depends on: whole or not at all, but not forced to the disk. */
export function writePassingJson(path: string, value: unknown): void {
  const temporary = temporaryName(path);
  try {
    writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`);
    renameSync(temporary, path);
  } catch (cause) {
    throw cannotWrite(path, temporary, cause);
  }
}

/**
 * Reads a JSON file of the run directory.
 *
 * @throws NotFoundError when it does not exist; InputError when it is not of the schema.
 */
export function readJson<Schema extends z.ZodType>(path: string, schema: Schema, what: string): z.infer<Schema> {
  let text: string;
  try {
    // A link of a run must not show, or be taken for, a file that is not of the run.
    text = readBelowSync(dirname(path), basename(path)).toString("utf8");
  } catch (cause) {
    throw new NotFoundError(`no ${what} here: ${messageOf(cause)}`, { where: { file: path }, cause });
  }
  return parseJsonAs(schema, text, what, path);
}

/** Removes what a kill left half-written. Only for the holder of the run's lock. */
export function removeTemporaries(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(TEMPORARY)) rmSync(join(folder, name), { force: true, recursive: true });
  }
}

function temporaryName(path: string): string {
  return join(dirname(path), `${TEMPORARY}${basename(path)}`);
}

function cannotWrite(path: string, temporary: string, cause: unknown): FailedError {
  rmSync(temporary, { force: true });
  return new FailedError(`cannot be written: ${messageOf(cause)}`, { where: { file: path }, cause });
}

function writeWhole(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.byteLength) written += writeSync(file, bytes, written);
}

/** A rename is only safe against a power cut once its folder is on the disk too. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return; // Windows cannot open a folder as a file
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
