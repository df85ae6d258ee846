/** How a worker trains: in the same process that a sweep on one machine would start. */
import { existsSync } from "node:fs";
import { InterruptedError, messageOf, NotFoundError } from "../../core/errors.js";
import type { TrainingEnd, TrainJob } from "../../train/sweep/queue/attempt.js";
import { ChildDied } from "../child.js";
import type { Session } from "../session.js";
import { trainRun } from "../sweep/train-run.js";

/** What trains one job after another. It throws NotFoundError when this machine lacks the sweep's data. */
export function trainerFor(session: Session): TrainJob {
  return async (job, directory, { resume, signal, progress }): Promise<TrainingEnd> => {
    const { model, data, run } = job;
    if (data !== null && !existsSync(data)) {
      throw new NotFoundError("the sweep's data are not on this machine", {
        where: { file: data },
        next: "Put them where they are on the machine that started the sweep; then start the worker again.",
      });
    }
    if (signal.aborted) return { end: "stopped" };
    try {
      await trainRun(session, {
        plan: { model, data },
        run,
        directory,
        resume,
        signal,
        // Not that of reading the data: a run is as far as its steps are.
        progress: ({ label, done, total }) => label === "training" && progress({ done, total }),
      });
      return { end: "done" };
    } catch (error) {
      if (error instanceof InterruptedError) return { end: "stopped" };
      const reason = messageOf(error);
      // Told to stop so early that it could not yet say how it ended.
      if (error instanceof ChildDied) return signal.aborted ? { end: "stopped" } : { end: "died", reason };
      return { end: "failed", reason };
    }
  };
}
