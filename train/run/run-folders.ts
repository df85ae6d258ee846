/**
 * Where runs lie below a folder: `<model>/<run>` by custom, `<run>` where somebody named the folder (`--out out/first`), and
 * `<sweep>/<run>` with the sweep there or one folder further down (`sweeps/parcel-report/<run>`).
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { foldersIn } from "./damaged.js";
import { runFiles } from "./files.js";

/** A folder that is a run, or lies where runs lie. */
export interface RunFolder {
  readonly run: string;
  /** The sweep that it belongs to, or null. */
  readonly sweep: string | null;
}

/** The plan of a sweep: a folder that holds it holds the sweep's runs. */
const SWEEP_PLAN = "sweep.json";

/** Whatever may be a run below `runs`, each once, in the order of the names. */
export function runFoldersIn(runs: string): RunFolder[] {
  return foldersIn(runs).flatMap((folder) => {
    if (isSweep(runs)) return { run: folder, sweep: runs };
    // Anything may lie beside the models' folders: only what has both files of every run is one.
    if (existsSync(join(folder, runFiles.config)) && existsSync(join(folder, runFiles.status))) {
      return { run: folder, sweep: null };
    }
    const sweep = isSweep(folder) ? folder : null;
    return foldersIn(folder).flatMap((inner): RunFolder[] =>
      sweep === null && isSweep(inner)
        ? foldersIn(inner).map((run) => ({ run, sweep: inner }))
        : [{ run: inner, sweep }],
    );
  });
}

function isSweep(folder: string): boolean {
  return existsSync(join(folder, SWEEP_PLAN));
}
