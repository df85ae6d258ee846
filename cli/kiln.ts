/** The command line: one subcommand a stage, nothing else. Only here and in `cli/` do stages meet. */
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CommanderError } from "commander";
import { interpolateCommand } from "../models/faces/commands/interpolate.js";
import { reconstructCommand } from "../models/faces/commands/reconstruct.js";
import { sampleCommand } from "../models/faces/commands/sample.js";
import { traverseCommand } from "../models/faces/commands/traverse.js";
import { classifyCommand } from "../models/trend/commands/classify.js";
import { dataCommand } from "./data.js";
import type { CommandLine } from "./define.js";
import { demoCommand } from "./demo.js";
import { evaluateCommand } from "./evaluate.js";
import { exitCodes } from "./exit-codes.js";
import { exportCommand } from "./export.js";
import { showFailure } from "./failure.js";
import { type Host, processHost } from "./host.js";
import { predictCommand } from "./predict.js";
import { dressed, rootCommand, usageErrorOf } from "./program.js";
import { findProject } from "./project.js";
import { type Registries, type RegistrySource, shippedRegistries } from "./registries.js";
import { reportCommand } from "./report.js";
import { errorData, writeEvent } from "./reporter/json-lines.js";
import { runsCommand } from "./runs.js";
import { serveCommand } from "./serve.js";
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
    verifyCommand,
    evaluateCommand,
    serveCommand,
    webCommand,
    predictCommand,
    classifyCommand,
  ],
  "Pictures of faces:": [sampleCommand, reconstructCommand, interpolateCommand, traverseCommand],
  "Look after it:": [runsCommand, reportCommand, tensorboardCommand, cleanCommand],
};

/**
 * Runs one command.
 *
 * @param argv what was typed after `kiln`.
 * @param registries the models, or a function that loads them; those that Kiln ships with when left out.
 * @returns the exit code: 0 done, 1 failed, 2 bad usage, 3 bad input data, 4 verification failed, 130 interrupted.
 */
export async function main(
  argv: readonly string[],
  registries: Registries | RegistrySource = shippedRegistries,
  host: Host = processHost(),
): Promise<number> {
  const line: CommandLine = {
    host,
    registries: typeof registries === "function" ? registries : async () => registries,
    exitCode: 0,
  };
  const program = rootCommand(host, findProject().version);
  for (const [heading, group] of Object.entries(commands)) {
    for (const command of group) program.addCommand(dressed(command(line), host).helpGroup(heading));
  }
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync([...argv], { from: "user" });
    return line.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const failure = usageErrorOf(error, argv);
    if (failure === null) return 0;
    if (argv.includes("--json")) writeEvent(host.stdout, "error", errorData(failure, exitCodes.usage));
    showFailure(failure, host);
    return exitCodes.usage;
  }
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
