/** One attempt at a run: from the newest checkpoint that any attempt has left, to a result that is there for all. */

import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { messageOf } from "../../../core/errors.js";
import type { Reporter } from "../../../core/reporter.js";
import type { RunArchive } from "../artefacts/archive.js";
import type { JobProgress, JobResult, SweepJob } from "./job.js";
import { pause } from "./until.js";

/** How the training process ended: by itself, with an error of its own, told to stop, or killed from outside. */
export type TrainingEnd = { readonly end: "done" } | NoResult;

/** Why there is no result. */
export type NoResult = { readonly end: "stopped" } | { readonly end: "failed" | "died"; readonly reason: string };

/** Trains in a process of its own. When the signal is aborted it ends at a checkpoint. */
export type TrainJob = (
  job: SweepJob,
  directory: string,
  options: {
    readonly resume: boolean;
    readonly signal: AbortSignal;
    readonly progress: (progress: JobProgress) => void;
  },
) => Promise<TrainingEnd>;

/** What an attempt needs. */
export interface AttemptOptions {
  readonly job: SweepJob;
  readonly archive: RunArchive;
  /** Of this attempt alone. */
  readonly name: string;
  /** A run directory on this machine, alone in its folder; both are made and removed. */
  readonly directory: string;
  readonly train: TrainJob;
  readonly progress: (progress: JobProgress) => void;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** Milliseconds between two looks for a new checkpoint. */
  readonly poll: number;
}

/** The result, or why there is none. */
export type AttemptEnd = (JobResult & { readonly end: "done" }) | NoResult;

/**
 * Makes the attempt. What it has trained when it ends early is kept for the next one.
 *
 * @throws UnavailableError when the artefacts cannot be read, or the result not be written.
 */
export async function attemptRun(options: AttemptOptions): Promise<AttemptEnd> {
  const { job, archive, name, directory, train, progress, reporter, signal } = options;
  // Delivered twice: the first delivery has done it all.
  if (await archive.isFinished()) return { end: "done", outcome: "reused" };
  try {
    const step = await archive.restore(directory);
    if (step !== null) reporter.note(`${job.run.name}: going on from step ${step}.`);
    const resume = step !== null;
    const attempt = archive.attempt(name, step);
    let told = false;
    const save = async (): Promise<void> => {
      try {
        const kept = await attempt.save(directory);
        if (kept !== null) reporter.record("kept", { run: job.run.name, step: kept });
        told = false;
      } catch (error) {
        // The training need not stop for it: the next checkpoint is tried again.
        const reason = messageOf(error);
        if (!told) reporter.warn(`${job.run.name}: a checkpoint was not kept. ${reason}`);
        told = true;
      }
    };
    const over = new AbortController();
    const saving = saveAgainAndAgain(save, options.poll, over.signal);
    let ended: TrainingEnd;
    try {
      ended = await train(job, directory, { resume, signal, progress });
    } finally {
      over.abort();
      await saving;
    }
    if (ended.end !== "done") {
      await save();
      return ended;
    }
    const first = await attempt.publish(directory);
    return { end: "done", outcome: first ? (resume ? "resumed" : "trained") : "reused" };
  } finally {
    await rm(dirname(directory), { recursive: true, force: true, maxRetries: 3 });
  }
}

async function saveAgainAndAgain(save: () => Promise<void>, poll: number, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await pause(poll, over);
    if (!over.aborted) await save();
  }
}
