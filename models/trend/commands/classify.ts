/** `kiln classify`: what the published model says of each country of a table. */
import { type Command, Option } from "commander";
import type { JsonObject } from "kilnjs";
import type { Session } from "kilnjs/cli";
import {
  type CommandLine,
  collect,
  dateFormatOption,
  defined,
  does,
  examples,
  repositoryOption,
  subcommand,
  table,
  version,
  withDateFormat,
} from "kilnjs/cli";
import type { Classified } from "../classified.js";
import { countKinds } from "../table/options.js";

interface ClassifyFlags {
  json?: boolean;
  csv?: string;
  out?: string;
  counts?: string;
  dateFormat?: string;
  set?: string[];
  version?: number;
  repository?: string;
}

/** Builds the command. */
export function classifyCommand(line: CommandLine): Command {
  return subcommand("classify", "say of each country of a table whether its cases will increase")
    .description(
      "Reads a table of cases and says of each country, by its last days, whether its cases will increase. Without a table: the latest results of the data that the model was trained on.",
    )
    .option("--csv <file>", "your table: wide, long or transposed")
    .option("--out <file>", "write the results there: .csv, .json, or the world map as .svg or .png")
    .option(...dateFormatOption)
    .addOption(new Option("--counts <kind>", "what the numbers are (default: auto)").choices([...countKinds]))
    .option("--set <key=value>", "a setting of the table's reader; may be given several times", collect)
    .option("--version <n>", "the published version (default: the newest)", version)
    .option(...repositoryOption)
    .addHelpText(
      "after",
      examples(
        ["kiln classify --csv cases.csv", "a line for each country"],
        ["kiln classify --csv cases.csv --out map.png", "the world map"],
        ["kiln classify --csv cases.csv --out results.csv", "for a spreadsheet"],
        ["kiln classify", "the latest results of the published data"],
      ),
    )
    .action(does<ClassifyFlags>(line, run));
}

async function run(session: Session, flags: ClassifyFlags): Promise<void> {
  const [{ formOf, writeResults }, { readOptionsOf }, { classifyTable }] = await Promise.all([
    import("./classify/output.js"),
    import("./classify/read-options.js"),
    import("./classify/results.js"),
  ]);
  const { csv, out, counts, dateFormat } = flags;
  if (out !== undefined) formOf(out);
  const set = [...(withDateFormat(flags.set, dateFormat) ?? []), ...(counts === undefined ? [] : [`counts=${counts}`])];
  const classified = await classifyTable({
    read: readOptionsOf(set),
    repository: await session.repository(flags.repository),
    signal: session.signal,
    ...defined({ csv, version: flags.version }),
  });
  for (const warning of classified.warnings) session.reporter.warn(warning);
  if (out !== undefined) await writeResults(out, classified);
  const json = classified as unknown as JsonObject;
  session.result(out === undefined ? json : { file: out, ...json }, out ?? describe(classified, session));
}

function describe(classified: Classified, { colours }: Session): string {
  const { results, skipped, notice, meaning, model, version, notes } = classified;
  const rows = results.map(({ name, iso, end, label, probability }) => [
    name,
    iso,
    end,
    label,
    probability === null ? null : `${(100 * probability).toFixed(1)} %`,
  ]);
  return [
    ...notes.map((note) => `  ${note}`),
    ...(notes.length > 0 ? [""] : []),
    table(["country", "ISO", "last day", "label", "probability of an increase"], rows, colours),
    ...(skipped.length === 0
      ? []
      : [
          "",
          table(
            ["no result", "ISO", "reason"],
            skipped.map(({ name, iso, reason }) => [name, iso, reason]),
            colours,
          ),
        ]),
    "",
    `Probability of an increase: ${meaning}. Model ${model}, version ${version}.`,
    colours.bold(notice),
  ].join("\n");
}
