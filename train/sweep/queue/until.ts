/** Waiting that can be ended. */
import { setTimeout as delay } from "node:timers/promises";

/** Waits `ms`, or until the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  // The only rejection is the abort, and whoever waits looks at the signal next.
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/**
 * What `work` gives, unless the signal is aborted first: a command to a Redis that is gone would wait with nobody to end it.
 *
 * @throws the signal's reason.
 */
export async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  // Nobody hears any more how it ends.
  if (signal.aborted) work.catch(() => undefined);
  signal.throwIfAborted();
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener("abort", onAbort);
  }
}
