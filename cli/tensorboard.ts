/** `kiln tensorboard`: runs as TensorBoard reads them. */
import type { Command } from "commander";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import type { Session } from "./session.js";
import { table } from "./table.js";

/** Builds the command. */
export function tensorboardCommand(line: CommandLine): Command {
  return subcommand("tensorboard", "write runs as event files for TensorBoard")
    .argument("<run...>", "run directories; kiln runs lists them")
    .addHelpText("after", examples(["kiln tensorboard runs/MODEL/*", "then: tensorboard --logdir runs/MODEL"]))
    .action(does<{ json?: boolean }, [string[]]>(line, write));
}

async function write(session: Session, _: { json?: boolean }, runs: string[]): Promise<void> {
  const { writeEvents } = await import("../train/report/tensorboard/write-events.js");
  const written = runs.map(writeEvents);
  for (const { folder, notes } of written) for (const note of notes) session.reporter.warn(`${folder}: ${note}`);
  session.result(
    { runs: written.map(({ notes, ...one }) => ({ ...one, notes: [...notes] })) },
    table(
      ["event file", "scalars", "pictures", "histograms", "projector"],
      written.map(({ file, scalars, images, histograms, points }) => [file, scalars, images, histograms, points]),
      session.colours,
    ),
  );
}
