/** The folder `checkpoints/` of a run: the newest two are kept, and the newest that can be read is used. */
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { FailedError, hasCode, InputError, messageOf } from "../../core/errors.js";
import type { Reporter } from "../../core/reporter.js";
import { removeTemporaries, runFiles, writeAtomically } from "../run/files.js";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.js";

/** How many checkpoints stay: the newest, and one to fall back on when it is damaged. */
const KEPT = 2;

const NAME = /^step-(\d+)\.safetensors$/;

/** The checkpoints of one run. */
export class CheckpointStore {
  readonly #folder: string;

  constructor(run: string) {
    this.#folder = join(run, runFiles.checkpoints);
  }

  /** Makes the folder and removes what a kill left half-written. Only for the holder of the run's lock. */
  prepare(): void {
    mkdirSync(this.#folder, { recursive: true });
    removeTemporaries(this.#folder);
  }

  /**
   * Writes a checkpoint, then removes all but the newest two.
   *
   * @throws FailedError when the weights are not finite, or the disk refuses; the older checkpoints are then untouched.
   */
  write(checkpoint: Checkpoint): string {
    const parts = encodeCheckpoint(checkpoint);
    const path = join(this.#folder, `step-${String(checkpoint.progress.step).padStart(8, "0")}.safetensors`);
    writeAtomically(path, parts);
    for (const old of this.list().slice(KEPT)) rmSync(old, { force: true });
    return path;
  }

  /** The newest checkpoint's file and step, or null. */
  newest(): { readonly file: string; readonly step: number } | null {
    const [file] = this.list();
    return file === undefined ? null : { file, step: stepOf(basename(file)) };
  }

  /** Paths of the checkpoints, newest first. */
  list(): string[] {
    let names: string[];
    try {
      names = readdirSync(this.#folder);
    } catch (cause) {
      if (hasCode(cause, "ENOENT")) return [];
      throw new FailedError(`cannot be read: ${messageOf(cause)}`, { where: { file: this.#folder }, cause });
    }
    return names
      .filter((name) => NAME.test(name))
      .sort((a, b) => stepOf(b) - stepOf(a))
      .map((name) => join(this.#folder, name));
  }

  /**
   * The newest checkpoint that can be read, or null when there is none at all. A damaged one is reported and passed over.
   *
   * @throws InputError when there are checkpoints and none can be read.
   */
  latest(reporter: Reporter): Checkpoint | null {
    const paths = this.list();
    let damage: InputError | undefined;
    for (const path of paths) {
      try {
        const checkpoint = decodeCheckpoint(readFileSync(path), path);
        if (damage !== undefined) reporter.warn(`The checkpoint before it is used: step ${checkpoint.progress.step}.`);
        return checkpoint;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        reporter.warn(`A checkpoint is damaged and passed over. ${error.message}`);
        damage = error;
      }
    }
    if (damage === undefined) return null;
    throw new InputError("no checkpoint of this run can be read", {
      where: { file: this.#folder },
      next: "Start a new run.",
      cause: damage,
    });
  }
}

function stepOf(name: string): number {
  return Number(NAME.exec(name)?.[1] ?? -1);
}
