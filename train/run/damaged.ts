/** Runs that a list cannot describe, and why: half written, of another version, edited by hand. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { hasCode, KilnError, messageOf } from "../../core/errors.js";
import { livenessOf } from "../../system/process-identity.js";
import { readConfig } from "./config.js";
import { runFiles } from "./files.js";
import { lockHolder } from "./lock.js";
import { readStatus } from "./status.js";
import { readSummary } from "./summary.js";

/** Of every file of a run that has one. */
const FORMAT_VERSION = 1;

export interface DamagedRun {
  readonly run: string;
  /** The folder that it lies in: by custom, its model. */
  readonly model: string;
  /** One sentence without its stop. */
  readonly reason: string;
}

/** What is wrong with a folder as a run; null when nothing is, when it holds nothing of a run, or is just being made. */
export function damageOf(run: string): DamagedRun | null {
  const damaged = (reason: string): DamagedRun => ({ run, model: basename(dirname(run)), reason });
  let names: readonly string[];
  try {
    names = readdirSync(run);
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return null;
    return damaged(`the folder cannot be read: ${messageOf(error)}`);
  }
  if (names.length === 0) return damaged("the folder is empty");
  const known: readonly string[] = Object.values(runFiles);
  if (!names.some((name) => known.includes(name))) return null;
  for (const needed of [runFiles.config, runFiles.status]) {
    if (names.includes(needed)) continue;
    return isBeingMade(run) ? null : damaged(`${needed} is missing`);
  }
  try {
    readConfig(run);
    if (readStatus(run).status === "finished") readSummary(run);
    return null;
  } catch (error) {
    if (!(error instanceof KilnError)) throw error;
    const file = error.where.file;
    const name = file === undefined ? runFiles.config : basename(file);
    // The name is in the folder's list: it is there, and may not be read, or leads nowhere.
    if (error.kind === "notFound") return damaged(`${name} is missing or cannot be read`);
    const version = file === undefined ? null : versionOf(file);
    return damaged(
      version === null || version === FORMAT_VERSION
        ? `${name} is damaged: ${error.reason}`
        : `${name} is of format version ${version}, and this Kiln knows ${FORMAT_VERSION}`,
    );
  }
}

/** What a file says of its own format; null when it says nothing that can be read. */
function versionOf(file: string): number | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    const version =
      typeof value === "object" && value !== null && "formatVersion" in value ? value.formatVersion : null;
    return typeof version === "number" ? version : null;
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, "ENOENT", "EACCES", "EISDIR")) return null;
    throw error;
  }
}

/** A training takes the lock first and writes its configuration last. */
function isBeingMade(run: string): boolean {
  try {
    const holder = lockHolder(run);
    return holder !== null && livenessOf(holder) !== "dead";
  } catch (error) {
    if (error instanceof KilnError) return false;
    throw error;
  }
}

/** Folders right below a folder, sorted: links count as what they lead to, hidden ones not at all. */
export function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith(".") && (entry.isDirectory() || entry.isSymbolicLink()))
      .map(({ name }) => join(folder, name))
      .sort()
      .filter(isFolder);
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR", "EACCES", "EPERM", "ELOOP")) return [];
    throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    readdirSync(path);
    return true;
  } catch (error) {
    // One that may not be looked into is a folder all the same.
    return hasCode(error, "EACCES", "EPERM");
  }
}
