/** `kiln setup`, `kiln doctor`, `kiln clean`: what Kiln needs on this machine, put there, checked, and taken away. */
import type { Command } from "commander";
import { type CommandLine, does, examples, subcommand } from "./define.js";

/** Builds `kiln setup`. */
export function setupCommand(line: CommandLine): Command {
  return subcommand("setup", "install or repair what Kiln needs")
    .addHelpText(
      "after",
      examples(
        ["kiln setup", "does what is missing, and nothing twice"],
        ["npm run setup", "the same, before Kiln is compiled"],
      ),
    )
    .action(
      does<{ json?: boolean }>(line, async (session) => {
        const { runSetup } = await import("./setup.js");
        return runSetup({ json: session.json });
      }),
    );
}

/** Builds `kiln doctor`. */
export function doctorCommand(line: CommandLine): Command {
  return subcommand("doctor", "check each part of the toolchain by using it")
    .addHelpText(
      "after",
      examples(["kiln doctor", "each line says ok, or what to do"], ["kiln doctor --json", "the same for a machine"]),
    )
    .action(
      does<{ json?: boolean }>(line, async (session) => {
        const { runDoctor } = await import("./doctor.js");
        return runDoctor({ json: session.json });
      }),
    );
}

interface CleanFlags {
  json?: boolean;
  yes?: boolean;
  runs?: boolean;
  models?: boolean;
}

/** Builds `kiln clean`. */
export function cleanCommand(line: CommandLine): Command {
  return subcommand("clean", "remove what setup installed")
    .option("--yes", "do not ask")
    .option("--runs", "the training runs of this project, too")
    .option("--models", "the published models of this project, too")
    .addHelpText(
      "after",
      examples(
        ["kiln clean", "lists what would go, with sizes, and asks"],
        ["kiln clean --yes --runs --models", "everything that can be made again"],
      ),
    )
    .action(
      does<CleanFlags>(line, async (session, { yes, runs, models }) => {
        const { runClean } = await import("./clean.js");
        // Only these are the project's: what setup installed is found without a config, also a broken one.
        const root = runs || models ? (await session.project()).root : process.cwd();
        const chosen = { yes: yes === true, runs: runs === true, models: models === true };
        return runClean({ ...chosen, json: session.json, folder: root });
      }),
    );
}
