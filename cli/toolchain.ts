/** `kiln setup`, `kiln doctor`, `kiln clean`: what Kiln needs on this machine, put there, checked, and taken away. */
import type { Command } from "commander";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import type { Session } from "./session.js";

/** Builds `kiln setup`. */
export function setupCommand(line: CommandLine): Command {
  return subcommand("setup", "install or repair what training needs")
    .option("--no-python", "without tf2onnx, the one part that needs Python")
    .addHelpText(
      "after",
      examples(
        ["kiln setup", "does what is missing, and nothing twice"],
        ["kiln setup --no-python", "TensorFlow alone: for training, on a machine without Python"],
      ),
    )
    .action(
      does<{ json?: boolean; python: boolean }>(line, async (session, { python }) => {
        const [{ runSetup }, folder] = await Promise.all([import("./setup.js"), toolchainFolder(session)]);
        return runSetup({ folder, json: session.json, python });
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
        const [{ runDoctor }, folder] = await Promise.all([import("./doctor.js"), toolchainFolder(session)]);
        return runDoctor({ folder, json: session.json });
      }),
    );
}

/** The project whose `.kiln` is meant. A config that cannot be used does not hide it. */
async function toolchainFolder(session: Session): Promise<string> {
  const [{ findConfig, CONFIG_VARIABLE }, { dirname }] = await Promise.all([
    import("../config/find.js"),
    import("node:path"),
  ]);
  const config = findConfig({ from: process.cwd(), named: session.host.env[CONFIG_VARIABLE] });
  return config === null ? process.cwd() : dirname(config);
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
        const root = runs || models ? (await session.project()).root : await toolchainFolder(session);
        const chosen = { yes: yes === true, runs: runs === true, models: models === true };
        return runClean({ ...chosen, json: session.json, folder: root });
      }),
    );
}
