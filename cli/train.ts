/** `kiln train`: from data to a run directory. */
import type { Command } from "commander";
import { InterruptedError } from "../core/errors.js";
import type { Json } from "../core/json.js";
import type { AnyRecipe } from "../train/recipe.js";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import { metricLines } from "./metrics.js";
import { collect, dateFormatOption, defined, seed, withDateFormat } from "./options.js";
import type { Session } from "./session.js";
import { pairs, table } from "./table.js";

interface TrainFlags {
  json?: boolean;
  preset?: string;
  data?: string;
  out?: string;
  seed?: number;
  set?: string[];
  dateFormat?: string;
  resume?: string;
  eager?: boolean;
  settings?: boolean;
  watch?: boolean;
}

/** Builds the command. */
export function trainCommand(line: CommandLine): Command {
  return subcommand("train", "train a model and write a run directory")
    .argument("<model>", "which model")
    .option("--preset <name>", "a named set of settings: demo, report, best")
    .option("--data <path>", "your data; the embedded data when left out")
    .option("--out <run>", "the run directory (default: runs/<model>/<time>-<seed>)")
    .option("--seed <n>", "the same seed gives the same model (default: 1)", seed)
    .option("--set <key=value>", "change one setting; may be given several times", collect)
    .option(...dateFormatOption)
    .option("--resume <run>", "go on with an interrupted run, with the settings it was started with")
    .option("--eager", "run every operation of a step as it comes, not a step as one native call: slower, same numbers")
    .option("--watch", "serve the run's report on this machine while it goes on, and say where")
    .option("--settings", "list the presets and settings of the model, and stop")
    .addHelpText(
      "after",
      examples(
        ["kiln train MODEL", "on the embedded data"],
        ["kiln train MODEL --data cases.csv --preset best", "on your own table"],
        ["kiln train MODEL --set batchSize=32 --set epochs=5", "with two settings changed"],
        ["kiln train MODEL --resume runs/MODEL/…", "after an interruption: ends with the same weights"],
        ["kiln train MODEL --settings", "what can be set"],
      ),
    )
    .action(does<TrainFlags>(line, run));
}

async function run(session: Session, flags: TrainFlags, model: string): Promise<void> {
  const { signal } = session;
  const recipe = await session.recipe(model);
  if (flags.settings === true) return listSettings(session, recipe);
  const { preset, data, out, seed, resume, eager } = flags;
  const set = withDateFormat(flags.set, flags.dateFormat);
  const { config, places } = await session.project();
  const [{ train }, { breathe }] = await Promise.all([import("../train/train.js"), import("../train/breathe.js")]);
  const { RunReport } = await import("./train/run-report.js");
  const report = new RunReport(session.reporter, flags.watch === true);
  const result = await report.around((reporter) =>
    train(
      recipe,
      {
        runs: places.runs,
        cache: places.cache,
        ...defined({ preset, data, out, seed, set, resume, eager, config: config ?? undefined, signal }),
      },
      reporter,
    ),
  );
  await breathe();
  if (signal.aborted) throw finishedAnyway(model, result.run);
  const { steps, epochs, seconds, metrics, remarks } = result;
  const { colours } = session;
  const pictures = await picturesOf(result.run);
  const text = [
    ...metricLines(metrics, colours, session.host.stdout.columns),
    "",
    pairs(
      [
        ["Run", result.run],
        ...(pictures === null ? [] : [["Pictures", pictures] as const]),
        ...(report.page === null ? [] : [["Report", report.page] as const]),
        ["Next", `kiln export ${model} --run ${result.run}`],
      ],
      colours,
    ),
  ].join("\n");
  session.result(
    { model, run: result.run, steps, epochs, seconds, metrics, remarks: [...remarks], pictures, report: report.page },
    text,
  );
}

/** It was too late to stop: whoever pressed Ctrl+C still learns that, and not only by the exit code. */
function finishedAnyway(model: string, run: string): InterruptedError {
  return new InterruptedError("stopped when the training was finished; nothing is lost", {
    next: `Its figures: kiln report ${run}\nNext: kiln export ${model} --run ${run}`,
  });
}

/** The folder of a run's pictures, or null when it has none: a model need not draw. */
async function picturesOf(run: string): Promise<string | null> {
  const [{ existsSync }, { join }, { runFiles }] = await Promise.all([
    import("node:fs"),
    import("node:path"),
    import("../train/run/files.js"),
  ]);
  const folder = join(run, runFiles.pictures);
  return existsSync(folder) ? folder : null;
}

async function listSettings(session: Session, recipe: AnyRecipe): Promise<void> {
  const { describeSettings } = await import("../train/settings.js");
  const { colours } = session;
  const settings = describeSettings(recipe);
  const presets = Object.entries(recipe.presets);
  const text = [
    table(
      ["preset", "what it is"],
      presets.map(([name, { summary }]) => [name === recipe.defaultPreset ? `${name} (default)` : name, summary]),
      colours,
    ),
    "",
    table(
      ["setting", recipe.defaultPreset, "what it does"],
      settings.map(({ key, value, description }) => [key, String(value), description]),
      colours,
    ),
  ].join("\n");
  const json = {
    model: recipe.model.name,
    presets: Object.fromEntries(presets.map(([name, { summary }]) => [name, summary])),
    settings: settings.map(({ key, value, description }) => ({ key, value: value as Json, description })),
  };
  session.result(json, text);
}
