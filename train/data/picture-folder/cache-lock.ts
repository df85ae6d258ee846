/** Two processes that want the same pictures: one makes them, the other waits and finds them made. */
import { setTimeout as sleep } from "node:timers/promises";
import { InterruptedError, UnavailableError } from "../../../core/errors.js";
import type { Reporter } from "../../../core/reporter.js";
import { type Lock, lockRun } from "../../run/lock.js";

const RETRY_MS = 300;
/** Longer than anybody decodes without a sign of life would be a lock of another host that died. */
const LONGEST_WAIT_MS = 30 * 60_000;

/**
 * Takes the lock of a cache folder, waiting for another process to finish.
 *
 * @throws UnavailableError after half an hour; InterruptedError when the signal is aborted.
 */
export async function lockCache(folder: string, reporter: Reporter, signal?: AbortSignal): Promise<Lock> {
  const started = Date.now();
  let told = false;
  for (;;) {
    if (signal?.aborted) throw new InterruptedError("stopped while waiting for the picture cache");
    try {
      return lockRun(folder);
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      if (Date.now() - started > LONGEST_WAIT_MS) {
        throw new UnavailableError("the picture cache is held by another process", {
          where: error.where,
          next: "When no other Kiln reads these pictures, delete the lock file.",
          cause: error,
        });
      }
    }
    if (!told) reporter.note("Another Kiln is preparing these pictures: waiting for it.");
    told = true;
    await sleep(RETRY_MS);
  }
}
