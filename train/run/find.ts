/** Finds runs on the disk. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { KilnError, NotFoundError } from "../../core/errors.js";
import { readConfig } from "./config.js";
import { DEFAULT_RUNS } from "./create.js";
import { type DamagedRun, damageOf } from "./damaged.js";
import { runFiles } from "./files.js";
import { runFoldersIn } from "./run-folders.js";
import { type RunStatus, readStatus } from "./status.js";
import { readSummary } from "./summary.js";

/** A run in a list. */
export interface RunInfo {
  readonly run: string;
  /** The folder of the sweep that it belongs to, or null. */
  readonly sweep: string | null;
  readonly model: string;
  readonly preset: string;
  readonly seed: number;
  readonly status: RunStatus;
  readonly step: number;
  readonly totalSteps: number;
  readonly epoch: number;
  readonly updated: string;
  /** Final figures; empty until the run is finished. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** Runs below `runs`, newest first; folders that are no run, or a damaged one, are left out. */
export async function listRuns(runs = DEFAULT_RUNS, model?: string): Promise<RunInfo[]> {
  const all = runFoldersIn(runs).flatMap(({ run, sweep }) => describeRun(run, sweep) ?? []);
  const found = all.filter((info) => model === undefined || info.model === model);
  return found.sort((a, b) => (a.updated < b.updated ? 1 : a.updated > b.updated ? -1 : 0));
}

/**
 * Those that `listRuns` leaves out although they are runs, or were to become some: each with what is wrong with it. With a
 * model, those in its folder: a damaged run may not say whose it is.
 */
export async function listDamaged(runs = DEFAULT_RUNS, model?: string): Promise<DamagedRun[]> {
  const all = runFoldersIn(runs).flatMap(({ run }) => damageOf(run) ?? []);
  return all.filter((damaged) => model === undefined || damaged.model === model);
}

/**
 * The run to work on: `run`, checked, or the newest finished one of the model. Those of a sweep are left out: which of them
 * is meant, only a person knows.
 *
 * @throws NotFoundError when there is none, with the command that makes one.
 */
export async function findRun(model: string, options: { runs?: string; run?: string } = {}): Promise<string> {
  if (options.run !== undefined) {
    const config = readConfig(options.run);
    if (config.model === model) return options.run;
    throw new NotFoundError(`"${options.run}" is a run of ${config.model}, not of ${model}`, {
      where: { field: "--run" },
    });
  }
  const runs = options.runs ?? DEFAULT_RUNS;
  const all = (await listRuns(runs, model)).filter(({ sweep }) => sweep === null);
  const finished = all.find((info) => info.status === "finished");
  if (finished !== undefined) return finished.run;
  const [newest] = all;
  throw new NotFoundError(`no finished run of ${model} in "${runs}"`, {
    next:
      newest === undefined
        ? `Train one first: kiln train ${model}`
        : `The newest one is ${newest.status}: kiln train ${model} --resume ${newest.run}`,
  });
}

/** What a run is doing, by its directory. */
export async function readRunStatus(run: string): Promise<RunStatus> {
  return readStatus(run).status;
}

function describeRun(run: string, sweep: string | null): RunInfo | null {
  if (!existsSync(join(run, runFiles.config)) || !existsSync(join(run, runFiles.status))) return null;
  try {
    const { model, preset, seed } = readConfig(run);
    const { status, step, totalSteps, epoch, updated } = readStatus(run);
    const metrics = status === "finished" ? readSummary(run).metrics : {};
    return { run, sweep, model, preset, seed, status, step, totalSteps, epoch, updated, metrics };
  } catch (error) {
    // A run of another Kiln, or one that somebody edited: it is no reason to hide the others.
    if (error instanceof KilnError) return null;
    throw error;
  }
}
