/** The command line: one subcommand a stage, nothing else. Only here and in `cli/` do stages meet. */
import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Command, CommanderError } from "commander";
import type { Project } from "../config/project.js";
import { KilnError } from "../core/errors.js";
import { ownPackage } from "../system/own-package.js";
import { takeConfig } from "./config-option.js";
import { convertCommand } from "./convert.js";
import { dataCommand } from "./data.js";
import type { CommandLine } from "./define.js";
import { demoCommand } from "./demo.js";
import { evaluateCommand } from "./evaluate.js";
import { exitCodeOf } from "./exit-codes.js";
import { exportCommand } from "./export.js";
import { showFailure } from "./failure.js";
import { type Host, processHost } from "./host.js";
import { predictCommand } from "./predict.js";
import { dressed, FOOTER, groupHelp, rootCommand, usageErrorOf } from "./program.js";
import { reportCommand } from "./report.js";
import { errorData, writeEvent } from "./reporter/json-lines.js";
import { runsCommand } from "./runs.js";
import { serveCommand } from "./serve.js";
import type { ProjectSource } from "./session.js";
import { sweepCommand } from "./sweep.js";
import { tensorboardCommand } from "./tensorboard.js";
import { cleanCommand, doctorCommand, setupCommand } from "./toolchain.js";
import { trainCommand } from "./train.js";
import { verifyCommand } from "./verify.js";
import { webCommand } from "./web.js";
import { workerCommand } from "./worker.js";

/** Subcommands under the headings of `kiln --help`, in the order of the pipeline. */
const commands = {
  "Start here:": [demoCommand, doctorCommand, setupCommand],
  "From data to answers:": [
    dataCommand,
    trainCommand,
    sweepCommand,
    workerCommand,
    exportCommand,
    convertCommand,
    verifyCommand,
    evaluateCommand,
    serveCommand,
    webCommand,
    predictCommand,
  ],
  "Look after it:": [runsCommand, reportCommand, tensorboardCommand, cleanCommand],
};

/**
 * Runs one command.
 *
 * @param argv what was typed after `kiln`.
 * @param project the project to work in, or what finds it; by its config when left out.
 * @returns the exit code: 0 done, 1 failed, 2 bad usage, 3 bad input data, 4 verification failed, 130 interrupted.
 */
export async function main(
  argv: readonly string[],
  project?: Project | ProjectSource,
  host: Host = processHost(),
): Promise<number> {
  try {
    const { argv: words, config } = takeConfig(argv);
    // For whatever this process starts, and for what looks for the project's own parts.
    if (config !== undefined && host.env === process.env) process.env.KILN_CONFIG = resolve(config);
    const source = typeof project === "function" ? project : async () => project ?? (await findProjectOf(host, config));
    return await dispatch(words, { host, project: once(source), exitCode: 0 });
  } catch (error) {
    const failure = error instanceof CommanderError ? usageErrorOf(error, argv) : error;
    if (failure === null) return 0;
    const exitCode = exitCodeOf(failure);
    if (argv.includes("--json")) writeEvent(host.stdout, "error", errorData(failure, exitCode));
    showFailure(failure, host);
    return exitCode;
  }
}

async function dispatch(argv: readonly string[], line: CommandLine): Promise<number> {
  const { host } = line;
  const program = rootCommand(host, ownPackage().version);
  const own = new Set<string>();
  for (const [heading, group] of Object.entries(commands)) {
    for (const build of group) {
      const command = dressed(build(line), host).helpGroup(heading);
      program.addCommand(command);
      own.add(command.name());
    }
  }
  if (asksForHelp(argv)) {
    // In two parts: what Kiln itself can do is told at once, and the models are loaded after that.
    program.outputHelp();
    host.stdout.write(`${await helpOfModels(program, line, own)}${FOOTER}\n`);
    return 0;
  }
  const [first, second] = argv.filter((word) => !word.startsWith("-"));
  const name = first === "help" ? second : first;
  if (name !== undefined && !own.has(name)) {
    const groups = await groupsOf(line, own, (text) => host.stderr.write(`${text}\n`));
    for (const { heading, commands } of groups) {
      for (const command of commands) program.addCommand(dressed(command, host).helpGroup(`${heading}:`));
    }
  }
  await program.parseAsync([...argv], { from: "user" });
  return line.exitCode;
}

/** `kiln`, `kiln --help` and `kiln help`: the whole, not one command. */
function asksForHelp(argv: readonly string[]): boolean {
  const [first] = argv;
  return argv.length === 0 || first === "-h" || first === "--help" || (first === "help" && argv.length === 1);
}

async function groupsOf(line: CommandLine, own: ReadonlySet<string>, tell: (text: string) => void) {
  const [{ models }, { modelCommands }] = await Promise.all([line.project(), import("./model-commands.js")]);
  return await modelCommands(line, models, own, (model, { message }) =>
    tell(`The commands of the model "${model}" are left out: ${message}`),
  );
}

/** The part of `kiln --help` that the models bring. A config that cannot be used is no reason to show no help. */
async function helpOfModels(program: Command, line: CommandLine, own: ReadonlySet<string>): Promise<string> {
  const notes: string[] = [];
  try {
    const groups = await groupsOf(line, own, (text) => notes.push(`\n${text}\n`));
    return [...groups.map((group) => groupHelp(program, line.host, group)), ...notes].join("");
  } catch (error) {
    if (!(error instanceof KilnError)) throw error;
    return `\nThe models are left out: ${error.message}\n`;
  }
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function findProjectOf(host: Host, named: string | undefined): Promise<Project> {
  const [{ openProject }, { CONFIG_VARIABLE }] = await Promise.all([
    import("../config/project.js"),
    import("../config/find.js"),
  ]);
  return await openProject({ from: process.cwd(), named: named ?? host.env[CONFIG_VARIABLE] });
}

/** True when Node was started with this file, and not when a test or `bin/kiln.js` imports it. */
function isEntryPoint(): boolean {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url);
}

/** Runs what was typed on the command line; `bin/kiln.js` calls it. */
export async function run(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2));
}

if (isEntryPoint()) await run();
