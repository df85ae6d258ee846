/** The command line: one subcommand a stage, nothing else. Only here and in `cli/` do stages meet. */
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CommanderError } from "commander";
import { classifyCommand } from "./cli/classify.js";
import { dataCommand } from "./cli/data.js";
import type { CommandLine } from "./cli/define.js";
import { demoCommand } from "./cli/demo.js";
import { evaluateCommand } from "./cli/evaluate.js";
import { exitCodes } from "./cli/exit-codes.js";
import { exportCommand } from "./cli/export.js";
import { showFailure } from "./cli/failure.js";
import { type Host, processHost } from "./cli/host.js";
import { interpolateCommand } from "./cli/interpolate.js";
import { predictCommand } from "./cli/predict.js";
import { dressed, rootCommand, usageErrorOf } from "./cli/program.js";
import { findProject } from "./cli/project.js";
import { reconstructCommand } from "./cli/reconstruct.js";
import { type Registries, type RegistrySource, shippedRegistries } from "./cli/registries.js";
import { reportCommand } from "./cli/report.js";
import { errorData, writeEvent } from "./cli/reporter/json-lines.js";
import { runsCommand } from "./cli/runs.js";
import { sampleCommand } from "./cli/sample.js";
import { serveCommand } from "./cli/serve.js";
import { sweepCommand } from "./cli/sweep.js";
import { tensorboardCommand } from "./cli/tensorboard.js";
import { cleanCommand, doctorCommand, setupCommand } from "./cli/toolchain.js";
import { trainCommand } from "./cli/train.js";
import { traverseCommand } from "./cli/traverse.js";
import { verifyCommand } from "./cli/verify.js";
import { webCommand } from "./cli/web.js";
import { workerCommand } from "./cli/worker.js";

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
