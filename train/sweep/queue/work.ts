/** A worker: takes jobs of the sweeps on a Redis, trains them, and keeps what comes of it where all machines find it. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { InputError } from "../../../core/errors.js";
import type { Reporter } from "../../../core/reporter.js";
import { RunArchive } from "../artefacts/archive.js";
import type { Blobs } from "../artefacts/blobs.js";
import { type AttemptEnd, attemptRun, type TrainJob } from "./attempt.js";
import { type JobProgress, readJob, type SweepJob } from "./job.js";
import { whileLocked } from "./job-lock.js";
import { OpenQueues, type TakenJob } from "./open-queues.js";
import type { RedisLink } from "./redis-link.js";
import { settle } from "./settle.js";
import type { Timing } from "./timing.js";
import { pause, unlessAborted } from "./until.js";

/** Milliseconds between two words to the coordinator on how far a run is. */
const PROGRESS_MS = 2_000;
/** What a worker that is to stop waits for a Redis that is gone. */
const LAST_WORD_MS = 3_000;

/** How a worker works. */
export interface WorkOptions {
  readonly link: RedisLink;
  readonly blobs: Blobs;
  /** Runs at once. */
  readonly jobs: number;
  /** A folder of this worker alone, for the runs while they are trained. */
  readonly scratch: string;
  readonly train: TrainJob;
  readonly reporter: Reporter;
  /** Aborted when the worker is to stop: its trainings end at a checkpoint, and their jobs are given back. */
  readonly signal: AbortSignal;
  readonly timing: Timing;
}

/**
 * Works until the signal is aborted.
 *
 * @throws UnavailableError when the artefacts cannot be read or written; the job is given back before.
 */
export async function work(options: WorkOptions): Promise<void> {
  const { link, blobs, jobs, reporter, timing } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const queues = new OpenQueues(link, blobs, timing, reporter);
  const loop = async (): Promise<void> => {
    try {
      while (!signal.aborted) {
        const taken = await nextUnlessAborted(queues, signal);
        if (taken === null) await pause(timing.poll, signal);
        else await deliver({ ...options, signal }, taken).finally(() => queues.release(taken));
      }
    } catch (error) {
      stop.abort(error); // The others end in peace before it is thrown.
      throw error;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: jobs }, loop));
  await queues.close();
  for (const end of ended) if (end.status === "rejected") throw end.reason;
}

/** A job that is taken while we are told to stop keeps its lock until that runs out, and is then another's. */
async function nextUnlessAborted(queues: OpenQueues, signal: AbortSignal): Promise<TakenJob | null> {
  try {
    return await unlessAborted(queues.next(randomUUID()), signal);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

async function deliver(options: WorkOptions, taken: TakenJob): Promise<void> {
  const { link, reporter, signal } = options;
  const name = String(taken.job.id);
  let end: AttemptEnd = { end: "stopped" };
  let trouble: { readonly error: unknown } | null = null;
  try {
    end = await attemptOf(options, taken);
  } catch (error) {
    // Not the run's fault but this machine's: the job goes back, and the worker ends.
    trouble = { error };
  }
  const settling = settle(taken, end);
  const limit = signal.aborted ? AbortSignal.timeout(LAST_WORD_MS) : signal;
  try {
    const ours = await unlessAborted(settling, limit);
    reporter.note(ours ? sentenceOf(name, end) : `${name}: it is another worker's by now.`);
  } catch (error) {
    if (!limit.aborted) throw error;
    settling.catch(() => undefined); // Ends when the connection is closed.
    reporter.warn(
      `${name}: Redis at ${link.address} is gone; another worker takes the run over once its lock runs out.`,
    );
  }
  if (trouble !== null) throw trouble.error;
}

function sentenceOf(name: string, end: AttemptEnd): string {
  if (end.end === "done") return end.outcome === "reused" ? `${name}: was finished.` : `${name}: finished.`;
  if (end.end === "stopped") return `${name}: given back.`;
  return `${name} ${end.end === "died" ? "was killed" : "failed"}: ${end.reason}`;
}

async function attemptOf(options: WorkOptions, taken: TakenJob): Promise<AttemptEnd> {
  const { blobs, scratch, train, reporter, signal, timing } = options;
  const { job, token, sweep } = taken;
  // BullMQ's own word on a job that was taken over too often.
  if (job.deferredFailure) return { end: "failed", reason: job.deferredFailure };
  let what: SweepJob;
  try {
    what = readJob(job.data);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { end: "failed", reason: error.message };
  }
  const name = `${job.attemptsStarted}-${token}`;
  return await whileLocked(job, token, timing, signal, (locked) =>
    attemptRun({
      job: what,
      archive: new RunArchive(blobs, sweep.folder, what.run.name),
      name,
      directory: join(scratch, name, what.run.name),
      train,
      progress: progressOf(taken),
      reporter,
      signal: locked,
      poll: timing.poll,
    }),
  );
}

/** Passes on how far the run is, at most now and then, and never two words at once. */
function progressOf({ job }: TakenJob): (progress: JobProgress) => void {
  let at = Number.NEGATIVE_INFINITY;
  let speaking = false;
  return (progress) => {
    if (speaking || performance.now() - at < PROGRESS_MS) return;
    at = performance.now();
    speaking = true;
    // Only to be looked at: that a word is lost (the connection was closed, the sweep is over) changes nothing.
    job
      .updateProgress(progress)
      .catch(() => undefined)
      .finally(() => {
        speaking = false;
      });
  };
}
