/** What a run is doing, for other processes to read. */
import { join } from "node:path";
import { z } from "zod";
import { livenessOf } from "../../system/process-identity.js";
import { readJson, runFiles, writePassingJson } from "./files.js";
import { lockHolder } from "./lock.js";

const statusSchema = z.object({
  formatVersion: z.literal(1),
  status: z.enum(["running", "finished", "interrupted", "failed"]),
  step: z.int().nonnegative(),
  totalSteps: z.int().nonnegative(),
  epoch: z.int().nonnegative(),
  /** Share of the latest session's time, 0 to 1, in which steps waited for data. */
  waiting: z.number().min(0).max(1).default(0),
  updated: z.iso.datetime(),
  /** Why it failed or stopped; empty otherwise. */
  message: z.string(),
});

/** The file `status.json`. */
export type StatusFile = z.infer<typeof statusSchema>;

/** `killed`: the file says running, but nobody holds the lock any more. */
export type RunStatus = StatusFile["status"] | "killed";

/** Writes `status.json`. */
export function writeStatus(
  run: string,
  status: Omit<StatusFile, "formatVersion" | "updated" | "waiting"> & { readonly waiting?: number },
): void {
  writePassingJson(join(run, runFiles.status), {
    formatVersion: 1,
    waiting: 0,
    ...status,
    updated: new Date().toISOString(),
  });
}

/**
 * Reads what a run is doing.
 *
 * @throws NotFoundError when the folder has no status file.
 */
export function readStatus(run: string): Omit<StatusFile, "status"> & { readonly status: RunStatus } {
  const file = readJson(join(run, runFiles.status), statusSchema, "run status");
  if (file.status !== "running") return file;
  const holder = lockHolder(run);
  return holder !== null && livenessOf(holder) !== "dead" ? file : { ...file, status: "killed" };
}
