/** One run of a sweep in a process of its own: the same for a sweep on this machine and for a worker of another one's. */
import type { Progress, Reporter } from "../../core/reporter.js";
import type { Plan, PlannedRun } from "../../train/sweep/plan.js";
import { runKiln } from "../child.js";
import type { Session } from "../session.js";

/** What to train. */
export interface RunToTrain {
  readonly plan: Pick<Plan, "model" | "data">;
  readonly run: PlannedRun;
  /** The run directory. */
  readonly directory: string;
  /** It has been begun: go on from its last checkpoint. */
  readonly resume: boolean;
  /** The session's when left out. */
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/**
 * Trains the run to its end.
 *
 * @throws what `runKiln` throws.
 */
export async function trainRun(session: Session, { plan, run, directory, resume, signal, progress }: RunToTrain) {
  const args = resume
    ? ["train", plan.model, "--resume", directory]
    : [
        "train",
        plan.model,
        ...(run.preset === null ? [] : ["--preset", run.preset]),
        ...(plan.data === null ? [] : ["--data", plan.data]),
        ...["--out", directory, "--seed", String(run.seed)],
        ...run.set.flatMap((one) => ["--set", one]),
      ];
  await runKiln(session, args, quiet(session.reporter, run.name, progress), signal);
}

/** Of several runs at once only what must be known is told, with the run's name before it. */
function quiet(reporter: Reporter, name: string, progress: RunToTrain["progress"]): Reporter {
  return {
    stage: () => undefined,
    progress: (now) => progress?.(now),
    note: () => undefined,
    warn: (text) => reporter.warn(`${name}: ${text}`),
    record: (event, data) => reporter.record(event, { run: name, ...data }),
  };
}
