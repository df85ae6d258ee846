/** `kiln runs --prune`: which runs may go, and their removal. */
import { lstatSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UnavailableError } from "../../core/errors.js";
import type { RunInfo } from "../../train/run/find.js";
import { lockRun } from "../../train/run/lock.js";

/** A run that is to be removed, and why. */
export interface Prunable {
  readonly run: string;
  readonly why: string;
  readonly bytes: number;
}

/**
 * Of each model all but the newest `keep` finished runs; and those that failed or were killed, unless they are newer than
 * every finished one: such a run is somebody's work in progress. Never one that is running or was interrupted, which goes
 * on with --resume; nor one of a sweep, which would lack it.
 *
 * @param runs newest first.
 */
export function prunable(runs: readonly RunInfo[], keep: number): Prunable[] {
  const finished = new Map<string, number>();
  return runs.flatMap((info) => {
    if (info.sweep !== null) return [];
    const before = finished.get(info.model) ?? 0;
    if (info.status === "finished") finished.set(info.model, before + 1);
    const why =
      info.status === "finished" && before >= keep
        ? before === 0
          ? "finished"
          : `${before} newer ones are finished`
        : (info.status === "failed" || info.status === "killed") && before > 0
          ? info.status
          : null;
    return why === null ? [] : [{ run: info.run, why, bytes: sizeOf(info.run) }];
  });
}

/**
 * Removes a run, unless a training has it: its lock is taken first, so that none can begin meanwhile. Then it is renamed:
 * stopped in the middle, nothing is left that looks like a run.
 *
 * @returns null, or why it was left alone.
 */
export function removeRun(run: string): string | null {
  try {
    lockRun(run);
  } catch (error) {
    if (error instanceof UnavailableError) return error.reason;
    throw error;
  }
  const gone = join(dirname(run), `.removing-${basename(run)}`);
  rmSync(gone, { recursive: true, force: true });
  renameSync(run, gone);
  rmSync(gone, { recursive: true, force: true });
  return null;
}

function sizeOf(path: string): number {
  const info = lstatSync(path, { throwIfNoEntry: false });
  if (info === undefined) return 0;
  if (!info.isDirectory()) return info.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
