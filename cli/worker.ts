/** `kiln worker`: does the runs of other machines' sweeps. */
import { type Command, Option } from "commander";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import { wholeNumber } from "./options.js";
import type { Session } from "./session.js";

interface WorkerFlags {
  json?: boolean;
  queue: string;
  artefacts: string;
  jobs?: number;
  lock?: number;
}

/** Builds the command. */
export function workerCommand(line: CommandLine): Command {
  return (
    subcommand("worker", "do runs of sweeps that were queued on a Redis")
      .requiredOption("--queue <url>", "the Redis: redis://host:port")
      .requiredOption(
        "--artefacts <place>",
        "what the sweep was given: a folder that all machines see, or s3://bucket/prefix",
      )
      .option("--jobs <n>", "runs at once (default: by cores and memory)", wholeNumber(1, 256))
      // For tests: nobody else gains by a lock that runs out sooner.
      .addOption(new Option("--lock <ms>").argParser(wholeNumber(500, 600_000)).hideHelp())
      .addHelpText(
        "after",
        examples(
          ["kiln worker --queue redis://host:6379 --artefacts /shared/runs", "until it is stopped"],
          [
            "kiln worker --queue redis://host:6379 --artefacts s3://bucket/runs --jobs 2",
            "with a store instead of a folder",
          ],
        ),
      )
      .action(does<WorkerFlags>(line, worker))
  );
}

async function worker(session: Session, { queue, artefacts, jobs, lock }: WorkerFlags): Promise<void> {
  const [{ work }, { DEFAULT_LOCK_MS, timingOf }, { jobsFor }, { withShared }, { scratchFolder }, { trainerFor }] =
    await Promise.all([
      import("../train/sweep/queue/work.js"),
      import("../train/sweep/queue/timing.js"),
      import("../train/sweep/jobs.js"),
      import("./sweep/with-shared.js"),
      import("./worker/scratch.js"),
      import("./worker/trainer.js"),
    ]);
  // A worker without models would take runs from those that can do them.
  await session.models();
  const { reporter, signal } = session;
  const atOnce = jobs ?? jobsFor();
  await withShared(session, { queue, artefacts }, async ({ link, blobs }) => {
    const scratch = scratchFolder();
    try {
      reporter.note(`Waiting for runs on ${link.address}, ${atOnce} at once; Ctrl+C stops.`);
      const train = trainerFor(session);
      const timing = timingOf(lock ?? DEFAULT_LOCK_MS);
      await work({ link, blobs, jobs: atOnce, scratch: scratch.path, train, reporter, signal, timing });
    } finally {
      scratch.remove();
    }
  });
  // To be stopped is how a worker ends, as a server does: no failure.
  session.result(
    { stopped: true },
    "Stopped. What was begun goes on elsewhere, or here when the worker is started again.",
  );
}
