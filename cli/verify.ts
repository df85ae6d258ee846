/** `kiln verify`: does a published version answer on this machine as it did when it was published? */
import type { Command } from "commander";
import { DIFFERENCE_RULE, differenceText, FLOAT32_TOLERANCE } from "../core/agreement.js";
import type { RuntimeResult } from "../core/manifest.js";
import type { Colours } from "./colours.js";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import { defined, repositoryOption, version } from "./options.js";
import type { Session } from "./session.js";
import { table } from "./table.js";

interface VerifyFlags {
  json?: boolean;
  repository?: string;
  version?: number;
}

/** Builds the command. */
export function verifyCommand(line: CommandLine): Command {
  return subcommand("verify", "verify a published version on this machine")
    .argument("<model>", "which model")
    .option("--version <n>", "the published version (default: the newest)", version)
    .option(...repositoryOption)
    .addHelpText(
      "after",
      examples(
        ["kiln verify MODEL", "checksums, and every runtime against the golden cases"],
        ["kiln verify MODEL --version 2 --json", "an older version, for a machine to read"],
      ),
    )
    .action(does<VerifyFlags>(line, run));
}

async function run(session: Session, flags: VerifyFlags, model: string): Promise<void> {
  const { verifyPublished } = await import("../export/verify-published.js");
  const repository = await session.repository(flags.repository);
  const { reporter, signal } = session;
  const verified = await verifyPublished({
    repository,
    model,
    reporter,
    signal,
    ...defined({ version: flags.version }),
  });
  const graphs = Object.entries(verified.graphs).map(
    ([name, runtimes]): CheckedGraph => ({ name, runtimes, cases: verified.cases[name] ?? 0 }),
  );
  const heading = `${model}, version ${verified.version}: verified`;
  session.result(
    {
      model,
      version: verified.version,
      bundle: verified.id,
      graphs: Object.fromEntries(graphs.map(({ name, runtimes }) => [name, runtimes.map((one) => ({ ...one }))])),
      cases: { ...verified.cases },
    },
    `${heading}\n${agreementTable(graphs, session.colours)}`,
  );
}

/** A graph with how far each runtime is from tfjs, and on how many golden cases. */
export interface CheckedGraph {
  readonly name: string;
  readonly cases: number;
  readonly runtimes: readonly RuntimeResult[];
}

/** How far each runtime is from tfjs, graph by graph, and what that number is. */
export function agreementTable(graphs: readonly CheckedGraph[], colours: Colours): string {
  const rows = graphs.flatMap(({ name, cases, runtimes }) =>
    runtimes.map(({ runtime, version, provider, maxScaledDifference, worst }) => [
      ...[name, runtime, version, provider, cases],
      ...[differenceText(maxScaledDifference), worst],
    ]),
  );
  const columns = ["graph", "runtime", "version", "on", "cases", "largest difference", "where"];
  const rule = `Largest difference from tfjs: ${DIFFERENCE_RULE}, where ${FLOAT32_TOLERANCE} is allowed.`;
  return `${table(columns, rows, colours)}\n${rule}`;
}
