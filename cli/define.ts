/** How a subcommand is written: its name and options, its examples, and the work behind it. */
import { Command } from "commander";
import type { Part } from "../core/definition.js";
import { exitCodeOf } from "./exit-codes.js";
import { showFailure } from "./failure.js";
import type { Host } from "./host.js";
import { explainMissingPackage } from "./missing-package.js";
import { errorData, writeEvent } from "./reporter/json-lines.js";
import { type ProjectSource, Session } from "./session.js";

const HELP_COLUMNS = 80;

/** What every subcommand is built with. */
export interface CommandLine {
  readonly host: Host;
  readonly project: ProjectSource;
  /** Set by the command that ran. */
  exitCode: number;
}

/** The work of a command: gives an exit code when it is another than 0. `names` are its arguments. */
export type Work<Options, Names extends readonly unknown[] = string[]> = (
  session: Session,
  options: Options,
  ...names: Names
) => Promise<number> | Promise<void>;

/** A subcommand with the options that all of them have. */
export function subcommand(name: string, summary: string): Command {
  return new Command(name)
    .summary(summary)
    .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
    .option("--json", "write one JSON object a line to the standard output")
    .allowExcessArguments(false);
}

/** The commands of a model: what `defineCommands` makes. */
export interface Commands extends Part<"commands"> {
  /** Above them in `kiln --help`. */
  readonly heading: string;
  /** Builds each command. */
  readonly commands: readonly ((line: CommandLine) => Command)[];
}

/**
 * Commands that a model adds to `kiln`: the default export of a module that the model names as its `commands`.
 *
 * @example
 * ```ts
 * export default defineCommands({
 *   heading: "Parcels",
 *   commands: [(line) => subcommand("quote", "the price of a parcel").action(does(line, quote))],
 * });
 * ```
 */
export function defineCommands(commands: Omit<Commands, "kind">): Commands {
  return { kind: "commands", ...commands };
}

/** Examples for the end of a help text: what to type, and what it does; on two lines each when one is too short. */
export function examples(...lines: (readonly [command: string, does: string])[]): string {
  const width = Math.max(...lines.map(([text]) => text.length));
  const fits = lines.every(([, does]) => width + does.length + 4 <= HELP_COLUMNS);
  const shown = lines.map(([text, does]) => (fits ? `  ${text.padEnd(width)}  ${does}` : `  ${text}\n      ${does}`));
  return `\nExamples:\n${shown.join("\n")}`;
}

/** Runs `work` when the command is called: failures are shown, and become exit codes. */
export function does<Options extends { json?: boolean }, Names extends readonly unknown[] = string[]>(
  line: CommandLine,
  work: Work<Options, Names>,
) {
  return async (...args: unknown[]): Promise<void> => {
    // commander calls an action with the arguments, the options and the command.
    const names = args.slice(0, -2) as unknown as Names;
    const options = args.at(-2) as Options;
    const session = new Session(line.host, line.project, options.json === true);
    try {
      const exitCode = await work(session, options, ...names);
      line.exitCode = exitCode ?? 0;
    } catch (thrown) {
      const { runFault } = await import("../config/fault.js");
      const error = explainMissingPackage(runFault(thrown), commandOf(args, names));
      line.exitCode = exitCodeOf(error);
      session.close(true);
      if (session.json) writeEvent(line.host.stdout, "error", errorData(error, line.exitCode));
      showFailure(error, line.host);
    } finally {
      session.close(false);
    }
  };
}

/** "kiln sweep", with the option that tells its ways apart. */
function commandOf(args: readonly unknown[], names: readonly unknown[]): string {
  const [options, command] = args.slice(names.length) as [Readonly<Record<string, unknown>>, Command];
  return `kiln ${command.name()}${command.name() !== "worker" && options.queue !== undefined ? " --queue" : ""}`;
}
