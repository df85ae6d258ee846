/** Whether a run that says "running" is: a report reads the file alone, and only a lock's holder tells. */
import { KilnError } from "../../core/errors.js";
import type { RunRecord } from "../../train/report/read/record.js";
import { readStatus } from "../../train/run/status.js";

/** The record, with `killed` as its status when nobody trains it any more. */
export function withLiveness(run: RunRecord): RunRecord {
  if (run.status?.status !== "running") return run;
  try {
    return { ...run, status: { ...run.status, status: readStatus(run.path).status } };
  } catch (error) {
    // A status file of another version, or a damaged lock: what the file says stands.
    if (error instanceof KilnError) return run;
    throw error;
  }
}
