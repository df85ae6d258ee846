/** The lock of a job that is worked on: renewed while we live, and noticed when it is lost. */
import type { Job } from "bullmq";
import type { Timing } from "./timing.js";
import { pause } from "./until.js";

/** Says that the job is another worker's now. */
class LockLost extends Error {}

/**
 * Does `work` while the job's lock is renewed. While Redis is gone renewing waits, and work goes on; when it is back and the
 * lock has run out meanwhile, the signal that `work` was given is aborted with a LockLost.
 */
export async function whileLocked<Result>(
  job: Job,
  token: string,
  { lock, renew }: Timing,
  stop: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const lost = new AbortController();
  const over = new AbortController();
  const renewing = async (): Promise<void> => {
    for (;;) {
      await pause(renew, over.signal);
      if (over.signal.aborted) return;
      if ((await job.extendLock(token, lock)) === 1) continue;
      if (!over.signal.aborted) lost.abort(new LockLost(`the lock of ${job.id} ran out`));
      return;
    }
  };
  // Not waited for: it may hang on a Redis that is gone. A rejection means that the connection was closed: nothing to renew.
  renewing().catch((error: unknown) => lost.abort(error));
  try {
    return await work(AbortSignal.any([stop, lost.signal]));
  } finally {
    over.abort();
  }
}
