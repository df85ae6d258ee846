/** What a person reads when a training is stopped: what was kept, and how to go on. */
import { InterruptedError } from "../core/errors.js";

/**
 * Does what comes before the run directory is made.
 *
 * @throws InterruptedError that says so when `work` throws one.
 */
export async function beforeRun<Result>(work: () => Promise<Result>): Promise<Result> {
  return await saying(work, "no run was begun", "Start it again with the same command.");
}

/**
 * Does what belongs to a run that is on the disk.
 *
 * @throws InterruptedError with the command that goes on when `work` throws one.
 */
export async function withinRun<Result>(model: string, run: string, work: () => Promise<Result>): Promise<Result> {
  return await saying(work, "nothing is lost", `Go on with: kiln train ${model} --resume ${run}`);
}

async function saying<Result>(work: () => Promise<Result>, kept: string, next: string): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    throw new InterruptedError(`${error.reason}; ${kept}`, { next, cause: error });
  }
}
