/** Does the runs of a sweep, some at once; one that fails does not stop the others. */
import { join } from "node:path";
import type { Reporter } from "../../core/reporter.js";
import { stateOf } from "./directory.js";
import type { PlannedRun } from "./plan.js";

/** Trains one run to its end. */
export type TrainRun = (run: PlannedRun, directory: string, resume: boolean) => Promise<void>;

/** How a run of the sweep ended. */
export interface SweptRun {
  readonly name: string;
  readonly directory: string;
  /** `reused`: it was finished before. */
  readonly outcome: "trained" | "resumed" | "reused" | "failed";
  /** Why it failed. */
  readonly error?: Error;
}

/** How the runs are done. */
export interface SweepOptions {
  readonly runs: readonly PlannedRun[];
  /** Folder of the run directories. */
  readonly folder: string;
  /** Runs at once. */
  readonly jobs: number;
  readonly train: TrainRun;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/**
 * Runs what is not finished yet.
 *
 * @returns how each ended, in the order of the plan.
 * @throws the signal's reason when it is stopped: what was begun is kept, and is gone on with the next time.
 */
export async function runSweep({ runs, folder, jobs, train, reporter, signal }: SweepOptions): Promise<SweptRun[]> {
  const results = new Map<string, SweptRun>();
  const waiting = [...runs];
  const told = () => reporter.progress({ label: "sweep", done: results.size, total: runs.length, unit: "runs" });
  const worker = async (): Promise<void> => {
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
      signal.throwIfAborted();
      results.set(run.name, await one(run));
      told();
    }
  };
  const one = async (run: PlannedRun): Promise<SweptRun> => {
    const directory = join(folder, run.name);
    const state = stateOf(directory);
    const named = { name: run.name, directory };
    if (state === "finished") return { ...named, outcome: "reused" };
    try {
      await train(run, directory, state === "begun");
      return { ...named, outcome: state === "begun" ? "resumed" : "trained" };
    } catch (error) {
      signal.throwIfAborted();
      const cause = error instanceof Error ? error : new Error(String(error));
      reporter.warn(`${run.name} failed: ${cause.message}`);
      return { ...named, outcome: "failed", error: cause };
    }
  };
  told();
  // All workers are waited for: a run that is being stopped writes its last checkpoint.
  const ended = await Promise.allSettled(Array.from({ length: Math.min(jobs, runs.length) }, worker));
  signal.throwIfAborted();
  for (const end of ended) if (end.status === "rejected") throw end.reason;
  return runs.flatMap(({ name }) => results.get(name) ?? []);
}
