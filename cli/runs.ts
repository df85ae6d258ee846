/** `kiln runs`: what has been trained here, what differs, and what may go. */
import type { Command } from "commander";
import type { RunInfo } from "../train/run/find.js";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import { wholeNumber } from "./options.js";
import type { Session } from "./session.js";
import { table } from "./table.js";

interface RunsFlags {
  json?: boolean;
  runs?: string;
  compare?: string[];
  prune?: boolean;
  keep: number;
  yes?: boolean;
}

/** Builds the command. */
export function runsCommand(line: CommandLine): Command {
  return subcommand("runs", "list the training runs in this folder")
    .argument("[model]", "only runs of this model")
    .option("--runs <dir>", "where the runs are (default: runs)")
    .option("--compare <run...>", "show what differs between these runs, and how they ended")
    .option("--prune", "list the runs that may go: all but the newest, and those that failed")
    .option("--keep <n>", "finished runs of each model that --prune keeps", wholeNumber(0, 1_000_000), 3)
    .option("--yes", "remove what --prune lists")
    .addHelpText(
      "after",
      examples(
        ["kiln runs", "all runs, newest first"],
        ["kiln runs MODEL --json", "one JSON object a line"],
        ["kiln runs --compare runs/MODEL/A runs/MODEL/B", "settings, data, versions and figures that differ"],
        ["kiln runs --prune --keep 2", "what may go; with --yes it goes"],
      ),
    )
    .action(does<RunsFlags>(line, run));
}

async function run(session: Session, flags: RunsFlags, model?: string): Promise<void> {
  if (flags.compare !== undefined) {
    const { compareRuns } = await import("./run-list/compare.js");
    return compareRuns(session, flags.compare);
  }
  const { listDamaged, listRuns } = await import("../train/run/find.js");
  const folder = await session.runs(flags.runs);
  const runs = await listRuns(folder, model);
  if (flags.prune === true) return prune(session, runs, flags);
  const damaged = await listDamaged(folder, model);
  if (model !== undefined && runs.length + damaged.length === 0) await requireKnown(session, model);
  for (const info of runs) session.reporter.record("run", { ...info });
  for (const info of damaged) session.reporter.record("run", { ...info, status: "damaged" });
  const text =
    runs.length + damaged.length === 0
      ? `No runs in ${folder}. Train one with: kiln train ${model ?? "MODEL"}`
      : table(
          ["run", "preset", "seed", "status", "epoch", "step", "updated"],
          [
            ...runs.map(({ run, preset, seed, status, epoch, step, updated }) => [
              ...[run, preset, String(seed), status],
              ...[epoch, step, updated],
            ]),
            ...damaged.map(({ run }) => [run, null, null, "damaged", null, null, null]),
          ],
          session.colours,
        );
  for (const { run, reason } of damaged) session.reporter.warn(`${run}: ${reason}`);
  if (!session.json) session.result({}, text);
}

/** Runs are listed by their own word, without a config; a name that nobody has was mistyped. */
async function requireKnown(session: Session, model: string): Promise<void> {
  const { config, models } = await session.project();
  if (config !== null || models.names.length > 0) models.require(model);
}

async function prune(session: Session, runs: readonly RunInfo[], { keep, yes = false }: RunsFlags): Promise<void> {
  const { prunable, removeRun } = await import("./run-list/prune.js");
  const listed = prunable(runs, keep);
  const found = yes ? listed.filter(({ run }) => removed(run)) : listed;
  // Somebody may have gone on with a run since it was listed.
  function removed(run: string): boolean {
    const busy = removeRun(run);
    if (busy !== null) session.reporter.warn(`${run} stays: ${busy}`);
    return busy === null;
  }
  const rows = found.map(({ run, why, bytes }) => [run, why, `${(bytes / 1e6).toFixed(1)} MB`]);
  const end = yes ? "Removed." : "Nothing is removed yet: give --yes as well.";
  session.result(
    { removed: yes, runs: found.map(({ run, why, bytes }) => ({ run, why, bytes })) },
    found.length === 0
      ? "There is nothing to remove."
      : `${table(["run", "why", "size"], rows, session.colours)}\n${end}`,
  );
}
