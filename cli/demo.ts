/** `kiln demo`: everything, on the embedded data. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { differenceText } from "../core/agreement.js";
import { hasToolchainPython } from "../system/toolchain.js";
import { type CommandLine, does, examples, subcommand } from "./define.js";
import type { DemoOutcome } from "./demo/model.js";
import { DEFAULT_HOST, DEFAULT_PORT, port } from "./options.js";
import { requireFreePort } from "./port.js";
import { duration } from "./reporter/format.js";
import { ROADS } from "./roads.js";
import { serve } from "./serve.js";
import type { Session } from "./session.js";
import { pairs } from "./table.js";

interface DemoFlags {
  json?: boolean;
  serve: boolean;
  port?: number;
  fresh?: boolean;
  via?: (typeof ROADS)[number];
}

/** Builds the command. */
export function demoCommand(line: CommandLine): Command {
  return subcommand("demo", "everything on the embedded data, then serve it")
    .argument("[models...]", "only these models (default: all)")
    .option("--no-serve", "stop when the models are published")
    .option("--port <n>", `the server's port; 0 takes one that is free (default: ${DEFAULT_PORT})`, port)
    .addOption(
      new Option(
        "--via <road>",
        "how the ONNX files are made (default: both, or direct where there is no Python)",
      ).choices(ROADS),
    )
    .option("--fresh", "train again, even when nothing has changed since the last demo")
    .addHelpText(
      "after",
      examples(
        ["kiln demo", "train, export, verify and serve; the second time only serve"],
        ["kiln demo --no-serve", "the same work, then exit 0"],
        ["kiln demo MODEL", "one model only"],
        ["kiln demo --fresh --port 9000", "once more from the start, on another port"],
      ),
    )
    .action(does<DemoFlags, [string[]]>(line, run));
}

async function run(session: Session, flags: DemoFlags, wanted: readonly string[]): Promise<number> {
  const chosen = await chosenModels(session, wanted);
  const project = await session.project();
  const port = flags.port ?? project.serve.port ?? DEFAULT_PORT;
  const host = project.serve.host ?? DEFAULT_HOST;
  if (flags.serve) await requireFreePort(port, host);
  const { fingerprint } = await import("./demo/fingerprint.js");
  const { DEMO_SEED, demoModel, demoPreset } = await import("./demo/model.js");
  const { hashOfOwnData } = await import("./demo/own-data.js");
  const repository = await session.repository(undefined);
  const start = session.host.now();
  const via = flags.via ?? (hasToolchainPython(project.root) ? "both" : "direct");
  if (flags.via === undefined && via === "direct") {
    session.reporter.note(
      "There is no Python environment here, so the ONNX files are not held against tf2onnx's: Kiln writes and verifies them " +
        "by itself (kiln setup installs it).",
    );
  }
  const blocks: string[] = [];
  const { repositoryFiles } = await import("../core/manifest.js");
  for (const model of chosen) {
    const recipe = await session.recipe(model);
    const preset = demoPreset(recipe);
    const mark = await fingerprint(project, model, preset, String(DEMO_SEED), await hashOfOwnData(recipe));
    const { root } = project;
    const request = { model, root, preset, repository, via, fingerprint: mark, fresh: flags.fresh === true };
    const outcome = await demoModel(session, request);
    if (outcome.reused) session.reporter.note(`${model} is as it was made before (kiln demo --fresh makes it again)`);
    const made = describe(outcome, repositoryFiles.card);
    session.reporter.record("model", { model, ...made });
    blocks.push(block(model, made, session));
  }
  session.reporter.note(`${flags.serve ? "Ready" : "Done"} in ${duration((session.host.now() - start) / 1000)}.`);
  if (flags.serve) return serve(session, { repository, host, port }, blocks);
  const next = pairs([["Serve", "kiln serve"]], session.colours);
  session.result({ repository, models: [...chosen] }, ["", ...blocks, next].join("\n"));
  return 0;
}

/** The models that were named; all that can be trained when none was. */
async function chosenModels(session: Session, wanted: readonly string[]): Promise<readonly string[]> {
  const models = await session.models();
  if (wanted.length === 0) {
    const all = await Promise.all(models.names.map(async (name) => [name, await models.definition(name)] as const));
    return all.flatMap(([name, { recipe }]) => (recipe === undefined ? [] : [name]));
  }
  // Before the first is trained: the last one's mistake must not show after minutes.
  for (const model of wanted) await session.recipe(model);
  return [...new Set(wanted)];
}

/** What was made and where it lies, as data. */
function describe({ run, bundle, reused }: DemoOutcome, card: string) {
  const graphs = Object.values(bundle.graphs);
  const agreement = graphs.map(({ name, manifest: { verification } }) => ({
    graph: name,
    runtimes: verification.runtimes.map(({ runtime }) => runtime),
    cases: verification.cases,
    maxScaledDifference: Math.max(...verification.runtimes.map((one) => one.maxScaledDifference)),
  }));
  const report = ["report.html", "evaluation.json"].map((name) => join(run, name)).find((path) => existsSync(path));
  return {
    version: bundle.version,
    reused,
    agreement,
    report: report ?? run,
    files: graphs.map(({ folder, manifest }) => join(folder, manifest.file.name)),
    card: join(graphs[0]?.folder ?? "", card),
  };
}

/** The same for a person. */
function block(model: string, made: ReturnType<typeof describe>, { colours }: Session): string {
  const { version, agreement, report, files, card } = made;
  const agrees = agreement.map(({ graph, runtimes, cases, maxScaledDifference }) => {
    const which = agreement.length === 1 ? "" : `${graph}: `;
    return `${which}${runtimes.join(", ")} differ by ${differenceText(maxScaledDifference)} at most, on ${cases} cases`;
  });
  const title = `${colours.bold(model)}, version ${version}`;
  const lines: (readonly [string, string])[] = [
    ...agrees.map((text) => ["Checked", text] as const),
    ["Report", report],
    ...files.map((file) => ["Model", file] as const),
    ["Card", card],
  ];
  return `${title}\n${pairs(lines, colours)}\n`;
}
