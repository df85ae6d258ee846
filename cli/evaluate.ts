/** `kiln evaluate`: the evaluation of a training once more, from what was published. */
import { join } from "node:path";
import type { Command } from "commander";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import { defined, repositoryOption, version } from "./options.js";
import type { Session } from "./session.js";
import { stoppable } from "./stoppable.js";
import { pairs, table } from "./table.js";

interface EvaluateFlags {
  json?: boolean;
  data?: string;
  repository?: string;
  version?: number;
  out?: string;
}

/** Builds the command. */
export function evaluateCommand(line: CommandLine): Command {
  return subcommand("evaluate", "measure a published version on the data it was trained on")
    .description(
      "Repeats the evaluation at the end of a training from the published ONNX model, on the same data with the same split: the model beside its baselines, with intervals and pictures.",
    )
    .argument("<model>", "which model")
    .option("--data <path>", "the data that it was trained on; left out: the embedded data")
    .option("--version <n>", "the published version (default: the newest)", version)
    .option(...repositoryOption)
    .option("--out <dir>", "where to write (default: evaluation/<model>-<version>)")
    .addHelpText(
      "after",
      examples(
        ["kiln evaluate MODEL", "the newest version, trained on the embedded data"],
        ["kiln evaluate MODEL --data cases.csv", "one that was trained on your table"],
      ),
    )
    .action(does<EvaluateFlags>(line, run));
}

async function run(session: Session, flags: EvaluateFlags, model: string): Promise<void> {
  const { reporter, signal, colours } = session;
  const recipe = await session.recipe(model);
  const { evaluatePublished } = await import("./evaluate/published.js");
  const { data, out } = flags;
  const repository = await session.repository(flags.repository);
  const { cache } = (await session.project()).places;
  let written: string | undefined;
  const { version, folder, files, result } = await stoppable(
    signal,
    () =>
      evaluatePublished(recipe, {
        repository,
        cache,
        reporter,
        signal,
        out: (number) => out ?? join("evaluation", `${model}-${number}`),
        written: (file) => {
          written = file;
        },
        ...defined({ data, version: flags.version }),
      }),
    () => ({
      kept: written === undefined ? "nothing was written" : `${written} is written`,
      next: "Start it again with the same command.",
    }),
  );
  const { columns, rows, more = [], remarks, evaluation } = result;
  const text = [
    table(columns, rows, colours),
    "",
    ...more.flatMap((one) => [one.title, table(one.columns, one.rows, colours), ""]),
    ...remarks,
    "",
    pairs(
      [
        ["Version", `${model} ${version}`],
        ["Written", `${folder} (evaluation.json${files.length === 0 ? "" : `, ${files.length} pictures`})`],
      ],
      colours,
    ),
  ].join("\n");
  session.result({ model, version, folder, files, remarks: [...remarks], evaluation }, text);
}
