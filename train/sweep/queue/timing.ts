/** How soon one machine notices what happened on another. */

/** All in milliseconds. */
export interface Timing {
  /** A job whose worker has not renewed its lock for so long is given to another. */
  readonly lock: number;
  readonly renew: number;
  /** Between two looks for such jobs. */
  readonly stalled: number;
  /** Between two looks for work, for new checkpoints, for finished runs. */
  readonly poll: number;
}

/** Long enough for a machine that is busy swapping, short enough that a dead one costs little. */
export const DEFAULT_LOCK_MS = 15_000;

/** Everything from how long a lock holds. Whole numbers: Redis takes no others. */
export function timingOf(lock: number): Timing {
  const third = Math.round(lock / 3);
  return { lock, renew: third, stalled: third, poll: Math.min(1_000, Math.round(lock / 5)) };
}
