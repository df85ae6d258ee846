/** `kiln data`: what the loader makes of a table or a folder, and the embedded data as files. */
import { basename } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../core/errors.js";
import type { DataReport } from "../train/recipe.js";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import { collect, dateFormatOption, defined, seed, withDateFormat } from "./options.js";
import type { Session } from "./session.js";
import { table } from "./table.js";

/** Rows of the table that a person is shown, unless all are asked for. */
const SHOWN_ROWS = 20;

interface DataFlags {
  json?: boolean;
  data?: string;
  out?: string;
  seed?: number;
  set?: string[];
  dateFormat?: string;
  all?: boolean;
}

/** Builds the command. */
export function dataCommand(line: CommandLine): Command {
  return subcommand("data", "report what training would find in your data")
    .description("Reads data as training would, and reports what was found, skipped and corrected. Nothing is trained.")
    .argument("<model>", "which model's data")
    .option("--data <path>", "your data; the embedded data when left out")
    .option("--out <dir>", "write the embedded data there as files")
    .option("--seed <n>", "seed of the embedded data (default: 1)", seed)
    .option("--set <key=value>", "a setting of the loader; may be given several times", collect)
    .option(...dateFormatOption)
    .option("--all", `show all rows, not only ${SHOWN_ROWS}`)
    .addHelpText(
      "after",
      examples(
        ["kiln data MODEL", "what the embedded data are"],
        ["kiln data MODEL --data cases.csv", "what was found, skipped and corrected; trains nothing"],
        ["kiln data MODEL --data cases.csv --date-format dmy", "dates like 3/1/2020 are the 3rd of January"],
        ["kiln data MODEL --out embedded", "the embedded data as files"],
      ),
    )
    .action(does<DataFlags>(line, run));
}

async function run(session: Session, flags: DataFlags, model: string): Promise<void> {
  const recipe = await session.recipe(model);
  const { describeData, writeData } = await import("../train/data.js");
  const { data, out, seed } = flags;
  const set = withDateFormat(flags.set, flags.dateFormat);
  if (out !== undefined) {
    if (data !== undefined)
      throw new UsageError("--out writes the embedded data, --data reads yours: give one of them");
    const files = await writeData(recipe, defined({ out, seed, set }) as { out: string }, session.reporter);
    session.result({ model, files }, written(files, out));
    return;
  }
  const report = await describeData(recipe, defined({ data, seed, set }), session.reporter);
  for (const warning of report.warnings) session.reporter.warn(warning);
  session.result(
    { model, ...report.json, summary: report.summary, notes: [...report.notes], warnings: [...report.warnings] },
    describe(report, flags.all === true || report.whole === true, session),
  );
  // After the report, which says what is wrong with which file.
  if (report.refusal !== undefined) throw report.refusal;
}

/** A few files by name, many by their number: nobody reads a list of thousands. A machine is told all. */
function written(files: readonly string[], out: string): string {
  if (files.length <= SHOWN_ROWS) return files.join("\n");
  const named = [files[0], files.at(-3), files.at(-2), files.at(-1)].map((file) => basename(file ?? ""));
  return `${files.length} files in ${out}: ${named[0]} … ${named.slice(1).join(", ")}`;
}

function describe(report: DataReport, all: boolean, { colours }: Session): string {
  const rows = all ? report.rows : report.rows.slice(0, SHOWN_ROWS);
  const hidden = report.rows.length - rows.length;
  return [
    colours.bold(report.summary.source),
    ...report.notes.map((note) => `  ${note}`),
    "",
    table(report.columns, rows, colours),
    ...(hidden === 0 ? [] : [colours.dim(`… and ${hidden} more (--all shows them)`)]),
  ].join("\n");
}
