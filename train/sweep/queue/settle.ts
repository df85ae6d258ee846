/** Tells the queue what became of a job. */
import { ErrorCode, UnrecoverableError } from "bullmq";
import type { AttemptEnd } from "./attempt.js";
import type { TakenJob } from "./open-queues.js";

/** What the queue says when the job's lock is another's by now, or the whole sweep is over. */
const NOT_OURS: readonly unknown[] = [
  ErrorCode.JobNotExist,
  ErrorCode.JobLockNotExist,
  ErrorCode.JobNotInState,
  ErrorCode.JobLockMismatch,
];

/**
 * Ends the job, or gives it back.
 *
 * @returns false when the job is another worker's by now: that one will say what became of it.
 */
export async function settle({ job, token }: TakenJob, end: AttemptEnd): Promise<boolean> {
  try {
    if (end.end === "done") await job.moveToCompleted({ outcome: end.outcome }, token, false);
    else if (end.end === "stopped") await job.moveToWait(token);
    // Killed from outside, another machine may have more luck with it; what fails by itself fails everywhere.
    else if (end.end === "died") await job.moveToFailed(new Error(end.reason), token, false);
    else await job.moveToFailed(new UnrecoverableError(end.reason), token, false);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && NOT_OURS.includes(error.code)) return false;
    throw error;
  }
}
