/** `kiln runs`: what has been trained here. */
import type { Command } from "commander";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import { named } from "./registries.js";
import type { Session } from "./session.js";
import { table } from "./table.js";

/** Builds the command. */
export function runsCommand(line: CommandLine): Command {
  return subcommand("runs", "list the training runs in this folder")
    .argument("[model]", "only runs of this model")
    .option("--runs <dir>", "where the runs are", "runs")
    .addHelpText(
      "after",
      examples(["kiln runs", "all runs, newest first"], ["kiln runs trend --json", "one JSON object a line"]),
    )
    .action(does<{ json?: boolean; runs: string }>(line, run));
}

async function run(session: Session, flags: { runs: string }, model?: string): Promise<void> {
  if (model !== undefined) await named((await session.registries()).recipes, model);
  const { listRuns } = await import("../train/run/find.js");
  const runs = await listRuns(flags.runs, model);
  for (const info of runs) session.reporter.record("run", { ...info });
  const text =
    runs.length === 0
      ? `No runs in ${flags.runs}. Train one with: kiln train ${model ?? "trend"}`
      : table(
          ["run", "preset", "seed", "status", "epoch", "step", "updated"],
          runs.map(({ run, preset, seed, status, epoch, step, updated }) => [
            run,
            preset,
            String(seed),
            status,
            epoch,
            step,
            updated,
          ]),
          session.colours,
        );
  if (!session.json) session.result({}, text);
}
