/** The end of a command that was stopped: one sentence on what was kept, and one on how to go on. */
import { InterruptedError, KilnError } from "../core/errors.js";

/** What a stopped command says. */
export interface Ending {
  /** What was kept: the end of the sentence that begins with what was being done. */
  readonly kept?: string;
  readonly next: string;
}

/**
 * Does `work`, which stops when the signal is aborted.
 *
 * @param ending asked for only when it was stopped: what there is on the disk may depend on when.
 * @throws InterruptedError with that ending when `work` was stopped, however that came to light.
 */
export async function stoppable<Result>(
  signal: AbortSignal,
  work: () => Promise<Result>,
  ending: () => Ending,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    // A library that was stopped in the middle says so in words of its own.
    const stopped = error instanceof InterruptedError || (signal.aborted && !(error instanceof KilnError));
    if (!stopped) throw error;
    const { kept, next } = ending();
    const reason = error instanceof InterruptedError ? error.reason : "stopped";
    throw new InterruptedError(kept === undefined ? reason : `${reason}; ${kept}`, { next, cause: error });
  }
}
