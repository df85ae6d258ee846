/** Where a new run goes. */
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { FailedError, hasCode, messageOf, UsageError } from "../../core/errors.js";
import { runFiles, TEMPORARY } from "./files.js";

/** The folder that holds all runs, below the working directory. */
export const DEFAULT_RUNS = "runs";

/** `20210301T140509-7`: sorts by time, and says the seed. */
export function runName(time: Date, seed: number): string {
  return `${time.toISOString().replace(/[-:]/g, "").slice(0, 15)}-${seed}`;
}

/**
 * The directory for a new run: `out`, or a new one under `runs/<model>/`. It is not made yet.
 *
 * @throws UsageError when `out` exists and holds something.
 */
export function chooseRunDirectory(model: string, seed: number, out: string | undefined, runs = DEFAULT_RUNS): string {
  if (out === undefined) {
    const folder = join(runs, model);
    const name = runName(new Date(), seed);
    // Two runs of one seed in one second: the second one gets a number.
    for (let copy = 1; ; copy++) {
      const run = join(folder, copy === 1 ? name : `${name}-${copy}`);
      if (!existsSync(run)) return run;
    }
  }
  if (existsSync(out) && !isEmpty(out)) {
    throw new UsageError(`"${out}" exists and is not empty`, {
      where: { field: "--out" },
      next: existsSync(join(out, runFiles.config))
        ? `Go on with that run: kiln train ${model} --resume ${out}`
        : "Name a new directory.",
    });
  }
  return out;
}

/**
 * Makes the run directory.
 *
 * @throws FailedError when the disk refuses.
 */
export function makeRunDirectory(run: string): void {
  try {
    mkdirSync(run, { recursive: true });
  } catch (cause) {
    throw new FailedError(`the run directory cannot be made: ${messageOf(cause)}`, {
      where: { file: resolve(run) },
      cause,
    });
  }
}

/** Empty, but for what a training leaves that was killed before it had written its configuration. */
function isEmpty(folder: string): boolean {
  try {
    const early: readonly string[] = [runFiles.lock, runFiles.status];
    return readdirSync(folder).every((name) => early.includes(name) || name.startsWith(TEMPORARY));
  } catch (error) {
    if (hasCode(error, "ENOTDIR")) return false;
    throw new FailedError(`cannot be read: ${messageOf(error)}`, { where: { file: folder }, cause: error });
  }
}
