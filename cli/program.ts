/** The top of the command line: names, help texts, and what happens to a mistyped command or option. */
import { type Argument, Command, type CommanderError } from "commander";
import { UsageError } from "../core/errors.js";
import { coloursFor } from "./colours.js";
import type { Host } from "./host.js";
import type { CommandGroup } from "./model-commands.js";

/** Help is set at most this wide: long lines are hard to read on a wide screen. */
const WIDEST_HELP = 100;

/** The last lines of `kiln --help`. */
export const FOOTER = `
Every command has examples: kiln <command> --help
Exit codes: 0 done, 1 failed, 2 bad usage, 3 bad input data, 4 verification
failed, 130 interrupted. KILN_DEBUG=1 shows where an error came from.`;

/** The `kiln` command without subcommands. */
export function rootCommand(host: Host, version: string): Command {
  const program = new Command("kiln")
    .description("Train a model in TypeScript, fire it to ONNX, serve it anywhere.")
    .usage("<command> [options]")
    .version(version, "-V, --version", "print the version")
    .option("--config <file>", "the kiln.config.ts to use (default: in this folder or above)")
    .helpOption("-h, --help", "show this help")
    .commandsGroup("Look after it:")
    .helpCommand("help [command]", "show the help of a command");
  return dressed(program, host);
}

/** Commands under a heading of their own, set as `kiln --help` sets the others. */
export function groupHelp(program: Command, host: Host, { heading, commands }: CommandGroup): string {
  const helper = program.createHelp();
  const width = helper.padWidth(program, helper);
  helper.prepareContext({ helpWidth: Math.min(WIDEST_HELP, host.stdout.columns ?? 80) });
  const lines = commands.map((command) =>
    helper.formatItem(
      helper.styleSubcommandTerm(helper.subcommandTerm(command)),
      width,
      helper.subcommandDescription(command),
      helper,
    ),
  );
  return `\n${helper.styleTitle(`${heading}:`)}\n${lines.join("\n")}\n`;
}

/** Gives a command, and every subcommand that is added later through `addCommand`, our looks and our errors. */
export function dressed(command: Command, host: Host): Command {
  const out = coloursFor(host.stdout, host.env);
  const width = Math.min(WIDEST_HELP, host.stdout.columns ?? 80);
  return command
    .exitOverride()
    .enablePositionalOptions()
    .showSuggestionAfterError(true)
    .helpOption("-h, --help", "show this help")
    .configureOutput({
      writeOut: (text) => void host.stdout.write(text),
      // Errors are thrown, and shown by the caller in the same shape as all others.
      writeErr: () => undefined,
      outputError: () => undefined,
      getOutHelpWidth: () => width,
      getOutHasColors: () => out.isColorSupported,
    })
    .configureHelp({
      // "train <model>": that there are options goes without saying.
      subcommandTerm: (sub) => [sub.name(), ...sub.registeredArguments.map(argumentTerm)].join(" "),
      styleTitle: (text) => out.bold(text),
      styleCommandText: (text) => out.cyan(text),
      styleSubcommandText: (text) => out.cyan(text),
      styleArgumentText: (text) => out.cyan(text),
      styleOptionText: (text) => out.cyan(text),
    });
}

function argumentTerm(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

/**
 * What commander threw, as our own error.
 *
 * @returns null when it only showed a help text or the version.
 */
export function usageErrorOf(error: CommanderError, argv: readonly string[]): UsageError | null {
  if (error.exitCode === 0) return null;
  // `kiln help trian`: commander would print the help of kiln, as if that had been asked for.
  if (error.code === "commander.help") {
    return new UsageError(`unknown command "${argv[1] ?? ""}"`, { next: "Look at kiln --help.", cause: error });
  }
  const [first = "", ...others] = error.message.replace(/^error: /, "").split("\n");
  const guess = others.join(" ").match(/\(Did you mean (.*)\?\)/)?.[1];
  const [command = ""] = argv;
  const help =
    command === "" || command.startsWith("-") || error.code === "commander.unknownCommand" ? "" : ` ${command}`;
  const look = `Look at kiln${help} --help.`;
  return new UsageError(first.replaceAll("'", '"'), {
    next: guess === undefined ? look : `Did you mean ${guess}? ${look}`,
    cause: error,
  });
}
