/** `kiln report`: one run, or several compared, as a page. */
import { dirname } from "node:path";
import type { Command } from "commander";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import type { Session } from "./session.js";
import { pairs } from "./table.js";

interface ReportFlags {
  json?: boolean;
  out?: string;
}

/** Builds the command. */
export function reportCommand(line: CommandLine): Command {
  return subcommand("report", "show a run, or compare several, in one HTML page")
    .argument("<run...>", "run directories of one model; kiln runs lists them")
    .option("--out <dir>", "where report.html goes (default: into the run; of several runs: report)")
    .addHelpText(
      "after",
      examples(
        ["kiln report runs/MODEL/20260101T120000-1", "that run, while it goes on or when it is done"],
        ["kiln report runs/MODEL/* --out comparison", "all runs of a model side by side"],
      ),
    )
    .action(does<ReportFlags, [string[]]>(line, report));
}

async function report(session: Session, { out }: ReportFlags, runs: string[]): Promise<void> {
  const [{ writeReport }, { withLiveness }] = await Promise.all([
    import("../train/report/write-report.js"),
    import("./run-list/alive.js"),
  ]);
  const folder = out ?? (runs.length === 1 ? (runs[0] as string) : "report");
  const { page, bytes, pictures, notes } = await writeReport(runs, folder, { refine: withLiveness });
  for (const note of notes) session.reporter.warn(note);
  session.result(
    { page, bytes, pictures: pictures.length, notes: [...notes] },
    pairs(
      [
        ["Report", page],
        ["Size", `${(bytes / 1e6).toFixed(1)} MB`],
        ...(pictures[0] === undefined ? [] : [["Pictures", dirname(pictures[0])] as const]),
      ],
      session.colours,
    ),
  );
}
