/** Measures one workload: all contenders side by side, taking turns. */
import { FailedError, InterruptedError, KilnError } from "../../../core/errors.js";
import { type ContenderName, type ContenderSpec, contenders } from "../contenders/list.js";
import type { Part, Point } from "../contenders/messages.js";
import { ContenderProcess } from "../contenders/process.js";
import type { Workload } from "../workloads/list.js";
import type { Prepared } from "../workloads/prepare.js";
import type { Quiet } from "./quiet.js";
import { checkSameWork } from "./same-work.js";
import { chooseThreads } from "./threads.js";
import { calibrate, type TurnKind, turnKinds, turnOf } from "./turn.js";

/** How to measure. */
export interface MeasureOptions {
  /** Turns of each contender. */
  readonly rounds: number;
  /** Milliseconds that a turn should take. */
  readonly turnMs: number;
  /** Trainings to the goal, of each contender; 0 leaves them out. */
  readonly trainings: number;
  /** Steps to take apart; 0 leaves the profile out. */
  readonly profileSteps: number;
  readonly quiet: Quiet;
  readonly signal: AbortSignal;
  /** Says what is going on. */
  note(text: string): void;
}

/** What was measured of one contender. */
export interface Measured {
  readonly name: ContenderName;
  readonly versions: Readonly<Record<string, string>>;
  /** Threads that it computed with: by its own trial, or the number that Kiln's measurement chose for all in Node. */
  readonly threads: number | undefined;
  /** Milliseconds of one step, one number a round. */
  readonly ms: Readonly<Record<TurnKind, readonly number[]>>;
  /** One training a list of points; the last point is the one at the goal, or at the limit. */
  readonly trainings: readonly (readonly Point[])[];
  readonly peakBytes: number;
  readonly profile: readonly Part[];
  /** Losses of the first steps; undefined when they cannot be compared. */
  readonly losses: readonly number[] | undefined;
}

/** What was measured, and who had to be left out and why. */
export interface WorkloadResult {
  readonly workload: Workload;
  readonly batchSize: number;
  readonly examples: number;
  readonly contenders: readonly Measured[];
  readonly leftOut: readonly { readonly name: ContenderName; readonly reason: string }[];
}

/** A contender in the running. */
interface Entrant {
  readonly spec: ContenderSpec;
  readonly process: ContenderProcess;
  threads: number | undefined;
  losses: readonly number[] | undefined;
  counts: Record<TurnKind, number>;
  readonly ms: Record<TurnKind, number[]>;
  readonly trainings: Point[][];
}

/**
 * Measures a workload whose job is prepared.
 *
 * @throws FailedError when a contender that must take part fails, or does other work than the others; InterruptedError.
 */
export async function measureWorkload(
  workload: Workload,
  prepared: Prepared,
  names: readonly ContenderName[],
  options: MeasureOptions,
): Promise<WorkloadResult> {
  const entrants: Entrant[] = [];
  const leftOut: { name: ContenderName; reason: string }[] = [];
  const stop = () => {
    for (const { process } of entrants) process.kill();
  };
  options.signal.addEventListener("abort", stop, { once: true });
  try {
    for (const name of names.filter((candidate) => contenders[candidate].models.includes(workload.model))) {
      const entrant = await enter(contenders[name], workload, prepared, options);
      if ("reason" in entrant) leftOut.push({ name, reason: entrant.reason });
      else entrants.push(entrant);
    }
    checkSameWork(workload.model, entrants);
    await takeTurns(entrants, options);
    await trainToGoal(entrants, workload, options);
    const measured: Measured[] = [];
    for (const entrant of entrants) measured.push(await finish(entrant, options));
    const { batchSize } = prepared.job.settings;
    return { workload, batchSize, examples: prepared.examples, contenders: measured, leftOut };
  } catch (error) {
    if (options.signal.aborted) throw new InterruptedError("the bench was stopped", { cause: error });
    throw error;
  } finally {
    options.signal.removeEventListener("abort", stop);
    await Promise.all(entrants.map(({ process }) => process.close()));
  }
}

/** Starts a contender, compares its losses, chooses its threads and the length of its turns. */
async function enter(
  spec: ContenderSpec,
  workload: Workload,
  { folder, job }: Prepared,
  options: MeasureOptions,
): Promise<Entrant | { reason: string }> {
  options.note(`${spec.label}: starting`);
  let process: ContenderProcess | undefined;
  try {
    process = await ContenderProcess.start(spec.name, spec.command(folder));
    const exact = spec.exact.includes(workload.model);
    const losses = exact ? (await process.ask({ do: "check" })).losses : undefined;
    const threads = spec.threads === "trial" ? await chooseThreads(process, options) : job.settings.threads;
    const counts = { steps: 0, train: 0 };
    for (const kind of turnKinds) counts[kind] = await calibrate(process, kind, options.turnMs);
    return { spec, process, threads, losses, counts, ms: { steps: [], train: [] }, trainings: [] };
  } catch (error) {
    await process?.close();
    if (spec.optional !== true || options.signal.aborted || !(error instanceof KilnError)) throw explained(spec, error);
    return { reason: error.reason };
  }
}

/** Round by round, each contender once; another one begins each time, so that nobody always follows the same one. */
async function takeTurns(entrants: readonly Entrant[], { rounds, quiet, note }: MeasureOptions): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    note(`round ${round + 1} of ${rounds}`);
    for (let i = 0; i < entrants.length; i++) {
      const entrant = entrants[(round + i) % entrants.length] as Entrant;
      for (const kind of turnKinds) {
        const { msPerStep } = await quiet.measure(() => turnOf(entrant.process, kind, entrant.counts[kind]));
        entrant.ms[kind].push(msPerStep);
      }
    }
  }
}

async function trainToGoal(
  entrants: readonly Entrant[],
  { goal }: Workload,
  { trainings, quiet, note }: MeasureOptions,
): Promise<void> {
  for (let training = 0; training < trainings; training++) {
    for (const { spec, process, trainings: done } of entrants) {
      note(`${spec.label}: training ${training + 1} of ${trainings} to a validation loss of ${goal.loss}`);
      const { curve } = await quiet.measure(() => process.ask({ do: "reach", ...goal }));
      done.push(curve);
    }
  }
}

async function finish(entrant: Entrant, { profileSteps, note }: MeasureOptions): Promise<Measured> {
  const { spec, process, threads, losses, ms, trainings } = entrant;
  // Before the profile, which has a memory of its own.
  const { bytes } = await process.ask({ do: "peak" });
  let profile: Part[] = [];
  if (profileSteps > 0) {
    note(`${spec.label}: profile`);
    profile = (await process.ask({ do: "profile", count: profileSteps })).parts;
  }
  const { name } = spec;
  return { name, versions: process.versions, threads, ms, trainings, peakBytes: bytes, profile, losses };
}

/** The error of a contender, with what to do when its environment is missing. */
function explained(spec: ContenderSpec, error: unknown): unknown {
  if (!(error instanceof FailedError) || !spec.name.startsWith("pytorch")) return error;
  return new FailedError(error.reason, {
    next: `${error.next === undefined ? "" : `${error.next}\n`}The peers are installed by: npm run bench -- setup`,
    cause: error,
  });
}
