/** One training a run directory: two at once would overwrite each other's checkpoints. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FailedError, hasCode, messageOf, UnavailableError } from "../../core/errors.js";
import { parseJsonAs } from "../../core/json.js";
import { livenessOf, type ProcessIdentity, processIdentitySchema, thisProcess } from "../../system/process-identity.js";
import { runFiles, TEMPORARY } from "./files.js";

/** A lock that is held. */
export interface Lock {
  release(): void;
}

/**
 * Takes the run's lock. One that a dead process left is taken over.
 *
 * @throws UnavailableError when a living process holds it, or one of another host, which cannot be asked.
 *
 * @example
 * ```ts
 * const lock = lockRun(run);
 * try {
 *   writeJson(join(run, "notes.json"), notes);
 * } finally {
 *   lock.release();
 * }
 * ```
 */
export function lockRun(run: string): Lock {
  const path = join(run, runFiles.lock);
  const mine = join(run, `${TEMPORARY}lock-${process.pid}`);
  const text = `${JSON.stringify(thisProcess())}\n`;
  writeFileSync(mine, text);
  try {
    // A hard link appears with its content in it, or not at all: a lock file is never half-written.
    for (let attempt = 0; attempt < 3; attempt++) {
      if (tryLink(mine, path)) return { release: () => rmSync(path, { force: true }) };
      removeIfStale(path, run);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  throw new UnavailableError("another training takes this run directory just now", { where: { file: path } });
}

/** Who holds the run's lock, or null when nobody does. */
export function lockHolder(run: string): ProcessIdentity | null {
  const path = join(run, runFiles.lock);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw new FailedError(`cannot be read: ${messageOf(error)}`, { where: { file: path }, cause: error });
  }
  return parseJsonAs(processIdentitySchema, text, "lock", path);
}

function removeIfStale(path: string, run: string): void {
  const holder = lockHolder(run);
  if (holder === null) return;
  const liveness = livenessOf(holder);
  if (liveness === "alive") {
    throw new UnavailableError(`process ${holder.pid} is training in this run directory`, {
      where: { file: path },
      next: "Wait for it, stop it, or train in another directory.",
    });
  }
  if (liveness === "unknown") {
    throw new UnavailableError(`process ${holder.pid} of host ${holder.host} holds this run directory`, {
      where: { file: path },
      next: "When that training has ended, delete the lock file.",
    });
  }
  moveAway(path, holder);
}

/**
 * Removes a stale lock by renaming it first: when two processes find it stale at once, the slower one could otherwise
 * delete the lock that the faster one has just taken.
 */
function moveAway(path: string, stale: ProcessIdentity): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw new FailedError(`a stale lock cannot be removed: ${messageOf(error)}`, {
      where: { file: path },
      cause: error,
    });
  }
  const moved = parseJsonAs(processIdentitySchema, readFileSync(aside, "utf8"), "lock", path);
  if (moved.pid !== stale.pid || moved.start !== stale.start) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    // ENOENT: the holder of the lock, taking it just now, has cleaned up our temporary file.
    if (hasCode(error, "EEXIST", "ENOENT")) return false;
    throw new FailedError(`the run cannot be locked: ${messageOf(error)}`, { where: { file: to }, cause: error });
  }
}
